package io.partsmith.mpp.patroni;

import java.util.Optional;

import javax.sql.DataSource;

import io.partsmith.maintenance.MaintenanceGuard;
import io.partsmith.maintenance.RunReason;
import io.partsmith.postgres.PrimaryProbe;
import org.jspecify.annotations.Nullable;

/**
 * Lets maintenance run while its group has a leader, and only on that one. After every
 * change the database itself is asked once: the leader's lock alone does not say that
 * writes are accepted, nor that it is the leader that our connections reach. Where
 * Patroni does not answer at all, it has no say: the database is asked by the run itself,
 * and no partition may be missing because a REST API could not be reached.
 */
public final class PatroniGuard implements MaintenanceGuard {

	private final PatroniWatch watch;

	private final int group;

	private final DataSource dataSource;

	/** Whom the database has confirmed. */
	private volatile @Nullable Leadership verified;

	/**
	 * A guard.
	 * @param watch looks at the cluster
	 * @param group the group whose database is maintained
	 * @param dataSource where maintenance works
	 */
	public PatroniGuard(PatroniWatch watch, int group, DataSource dataSource) {
		this.watch = watch;
		this.group = group;
		this.dataSource = dataSource;
	}

	@Override
	public Optional<Objection> objection() {
		Leadership now = this.watch.leadership(this.group);
		if (!now.told() || now.equals(this.verified)) {
			return Optional.empty();
		}
		if (now.leader() == null) {
			this.verified = null;
			return Optional.of(new Objection(RunReason.NO_LEADER,
					(now.coming() != null) ? "the promotion of " + now.coming() + " is not over yet"
							: "Patroni knows no leader of the cluster"));
		}
		if (!now.running()) {
			this.verified = null;
			return Optional
				.of(new Objection(RunReason.NO_LEADER, "PostgreSQL does not run on the leader, " + now.leader()));
		}
		Optional<Objection> objection = verify(PrimaryProbe.of(this.dataSource), now);
		if (objection.isEmpty()) {
			this.verified = now;
		}
		return objection;
	}

	private static Optional<Objection> verify(PrimaryProbe server, Leadership now) {
		String next = ". Next: have the data source follow the leader, for example by a URL with every member and"
				+ " targetServerType=primary";
		if (server.recovering()) {
			return Optional.of(new Objection(RunReason.STANDBY,
					"the server that we reach is a standby, while " + now.leader() + " leads" + next));
		}
		if (server.timeline() != null && now.timeline() != null && server.timeline() < now.timeline()) {
			return Optional.of(new Objection(RunReason.NO_LEADER,
					"the server that we reach writes timeline " + server.timeline() + ", while " + now.leader()
							+ " leads on timeline " + now.timeline() + ": it is a primary of the past" + next));
		}
		return Optional.empty();
	}

}
