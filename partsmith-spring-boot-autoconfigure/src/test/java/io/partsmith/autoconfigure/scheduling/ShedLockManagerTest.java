package io.partsmith.autoconfigure.scheduling;

import java.time.Duration;
import java.util.List;

import io.partsmith.plan.Scope;
import io.partsmith.lifecycle.Creation;
import io.partsmith.lifecycle.Lifecycle;
import io.partsmith.postgres.LockAttempt;
import io.partsmith.postgres.ShedLockTable;
import io.partsmith.postgres.TableLock;
import io.partsmith.scheme.Boundaries;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.RangeScheme;
import io.partsmith.table.TablePartitionConfig;
import io.partsmith.testing.PostgresDatabase;
import io.partsmith.testing.PostgresTest;
import io.partsmith.topology.RelationName;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

@PostgresTest
class ShedLockManagerTest {

	private static final TablePartitionConfig TABLE = new TablePartitionConfig("t", RelationName.parse("public.t"),
			new RangeScheme(List.of("at"), new Boundaries.Time(Granularity.DAY, UTC)),
			Lifecycle.creating(new Creation.CreateAhead(2)));

	private PostgresDatabase db;

	private ShedLockManager locks;

	@BeforeEach
	void store(PostgresDatabase database) {
		this.db = database;
		assertThat(new ShedLockTable(database.dataSource(), "public", true).isReady()).isTrue();
		LockProvider provider = new JdbcTemplateLockProvider(JdbcTemplateLockProvider.Configuration.builder()
			.withJdbcTemplate(new JdbcTemplate(database.dataSource()))
			.usingDbTime()
			.build());
		this.locks = new ShedLockManager(provider, Duration.ofMinutes(5));
	}

	@Test
	void oneRunHoldsTheLockUntilItGivesItBack() {
		TableLock lock = ((LockAttempt.Acquired) this.locks.tryLock(TABLE, Scope.MAINTAIN)).lock();
		assertThat(lock.isHeld()).isTrue();
		assertThat(this.locks.tryLock(TABLE, Scope.MAINTAIN)).isInstanceOf(LockAttempt.HeldBy.class);
		lock.close();
		assertThat(this.locks.tryLock(TABLE, Scope.MAINTAIN)).isInstanceOf(LockAttempt.Acquired.class);
	}

	@Test
	void aLeaseThatRanOutIsNoLongerHeld() {
		TableLock lock = ((LockAttempt.Acquired) this.locks.tryLock(TABLE, Scope.MAINTAIN)).lock();
		this.db.execute("UPDATE public.shedlock SET lock_until = timezone('utc', now()) - interval '1 second'");
		assertThat(lock.isHeld()).isFalse();
		lock.close();
		assertThat(this.locks.tryLock(TABLE, Scope.MAINTAIN)).isInstanceOf(LockAttempt.Acquired.class);
	}

}
