package io.partsmith.plan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import io.partsmith.scheme.Progression;
import org.jspecify.annotations.Nullable;

/** Plans what becomes of tables that were detached from beneath a unit that goes. */
final class GoingPlanner {

	private final Function<Site, Optional<Survey>> surveys;

	private final PlanDraft draft;

	private final Instant now;

	private final LimitCheck limits;

	private final List<Unit> units;

	GoingPlanner(Function<Site, Optional<Survey>> surveys, PlanDraft draft, Instant now, LimitCheck limits,
			List<Unit> units) {
		this.surveys = surveys;
		this.draft = draft;
		this.now = now;
		this.limits = limits;
		this.units = units;
	}

	/**
	 * What was detached from beneath a unit goes on to its end while the unit goes.
	 * @param unit the OID of the unit while it is attached
	 */
	void plan(Site going, @Nullable Long unit) {
		going.all()
			.filter((beneath) -> beneath.scheme() instanceof Progression)
			.flatMap((beneath) -> this.surveys.apply(beneath).stream())
			.forEach((survey) -> {
				beneathOrphans(survey, unit);
				new RetirementPlanner(survey, this.draft, (within, open) -> Joined.NOTHING, this.now, unit)
					.dropOrphans();
				new HoldWatch(survey, this.draft).observeOrphans();
				this.limits.sawOrphans(survey);
				this.units.addAll(new UnitJudge(survey).judgeOrphans());
			});
	}

	/** What comes back, or may, comes back with all that belongs to it. */
	void beneathOrphans(Survey survey, @Nullable Long unit) {
		survey.detached()
			.orphans()
			.stream()
			.filter((gone) -> survey.detached()
				.windowOf(gone)
				.map((window) -> survey.verdict(gone, window).isYes())
				.orElse(true))
			.forEach((gone) -> survey.site()
				.beneath(gone.relation(), gone.branch())
				.ifPresent((beneath) -> plan(beneath.under(survey.holdsOver(gone)), unit)));
	}

	/** All that was ever a part of a table: its tree, and the trees of its orphans. */
	Stream<Site> reach(Site site) {
		return site.all()
			.flatMap((within) -> Stream.concat(Stream.of(within),
					(within.scheme() instanceof Progression) ? detachedFrom(within) : Stream.empty()));
	}

	private Stream<Site> detachedFrom(Site site) {
		return this.surveys.apply(site)
			.stream()
			.flatMap((survey) -> survey.detached()
				.orphans()
				.stream()
				.flatMap((gone) -> site.beneath(gone.relation(), gone.branch())
					.map((beneath) -> beneath.under(survey.holdsOver(gone)))
					.stream()))
			.flatMap(this::reach);
	}

}
