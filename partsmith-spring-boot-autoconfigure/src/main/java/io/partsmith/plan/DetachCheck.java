package io.partsmith.plan;

import java.util.ArrayList;
import java.util.List;

import io.partsmith.lifecycle.DetachMode;
import io.partsmith.topology.Distribution;
import io.partsmith.topology.MissingRight.Need;
import io.partsmith.topology.TableTopology;

/** Finds what would have every detach from a relation refused. */
final class DetachCheck {

	private final Survey survey;

	DetachCheck(Survey survey) {
		this.survey = survey;
	}

	List<Finding> obstacles() {
		TableTopology.Partitioned table = this.survey.table();
		List<Finding> findings = new ArrayList<>();
		if (!table.owned()) {
			findings.add(Findings.notOwner(table.table(), table.access(), Step.DETACH, false));
		}
		table.access()
			.missing(Need.DETACH)
			.forEach((right) -> findings.add(Findings.missing(right, Step.DETACH, null)));
		if (table.access().pooled() && this.survey.lifecycle().detach() == DetachMode.CONCURRENT) {
			findings.add(pooled());
		}
		table.distribution()
			.filter((kept) -> this.survey.lifecycle().detach() == DetachMode.CONCURRENT)
			.map(this::distributed)
			.ifPresent(findings::add);
		return findings;
	}

	private Finding distributed(Distribution kept) {
		return new Finding(FindingCode.CONCURRENT_UNSUPPORTED, Step.DETACH, null,
				this.survey.table().table() + " is " + kept + ", and Citus refuses a concurrent detach (XX000)",
				"Write detach: auto or detach: blocking in partsmith.tables." + this.survey.site().config().id());
	}

	private Finding pooled() {
		return new Finding(FindingCode.POOLER_BETWEEN, Step.DETACH, null,
				"A pooler such as PgBouncer stands before " + this.survey.table().table()
						+ ", through which a concurrent detach could send its timeouts to another session",
				"Write detach: auto in partsmith.tables." + this.survey.site().config().id()
						+ ", or declare a data source that connects to PostgreSQL itself as a bean with @PartsmithDataSource");
	}

}
