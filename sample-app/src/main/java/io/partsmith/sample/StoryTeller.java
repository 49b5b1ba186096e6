package io.partsmith.sample;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

import io.partsmith.embedded.EmbeddedServer;
import io.partsmith.maintenance.PartitionLifecycleService;
import io.partsmith.maintenance.TableInspection;
import io.partsmith.plan.Runway;
import io.partsmith.plan.UnitState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Ends the story of the start: how long the partitions last, and what to try. */
@Component
class StoryTeller {

	private static final Logger log = LoggerFactory.getLogger(StoryTeller.class);

	private final AnnounceHooks hooks;

	private final PartitionLifecycleService partitions;

	private final ObjectProvider<EmbeddedServer> embedded;

	private final Environment environment;

	StoryTeller(AnnounceHooks hooks, PartitionLifecycleService partitions, ObjectProvider<EmbeddedServer> embedded,
			Environment environment) {
		this.hooks = hooks;
		this.partitions = partitions;
		this.embedded = embedded;
		this.environment = environment;
	}

	@EventListener(ApplicationReadyEvent.class)
	void begin() {
		this.hooks.tell();
		this.partitions.inspect().forEach(this::tellRunway);
		tellWhatToTry("http://localhost:" + this.environment.getProperty("local.server.port"));
	}

	private void tellRunway(TableInspection inspection) {
		String id = inspection.config().id();
		Runway runway = inspection.plan().runway();
		if (runway == null) {
			log.warn("{}: could not be judged: {}", id, inspection.plan().findings());
			return;
		}
		log.info("{}: {} partitions kept, {} detached; {}", id,
				inspection.count(UnitState.ACTIVE) + inspection.count(UnitState.FUTURE),
				inspection.count(UnitState.DETACHED), outlook(runway, inspection.at()));
	}

	private static String outlook(Runway runway, Instant now) {
		if (!runway.covered()) {
			return "inserts fail now, there is no partition for " + runway.current();
		}
		Duration left = runway.left(now);
		return "inserts find one for another %s, until %s"
			.formatted((left != null) ? left.toDays() + " days" : runway.ids() + " ids", runway.until());
	}

	private void tellWhatToTry(String url) {
		String endpoint = url + "/actuator/partitions";
		log.info("See every table:   curl -s {}", endpoint);
		log.info("See next month:    curl -s '{}/audit_log/plan?at={}'", endpoint,
				LocalDate.now(ZoneOffset.UTC).plusMonths(1).withDayOfMonth(1));
		log.info("Maintain by hand:  curl -s -X POST -H 'Content-Type: application/json' -d '{}' {}", "{}", endpoint);
		log.info("See the health:    curl -s {}/actuator/health/partitions", url);
		this.embedded
			.ifAvailable((server) -> log.info("Look inside:       psql -h localhost -p {} -U postgres", server.port()));
	}

}
