package io.partsmith.autoconfigure;

import java.math.BigInteger;
import java.time.ZoneId;
import java.util.List;

import io.partsmith.lifecycle.DetachMode;
import io.partsmith.scheme.Granularity;
import io.partsmith.scheme.TimeAmount;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * One table as it is written, in the flat spelling or, with {@code scheme} and
 * {@code lifecycle}, in the composed one.
 *
 * @param table Partitioned table as the catalog spells it, qualified by its schema. Taken
 * from the id when absent
 * @param dataSource Name of the DataSource bean of the database that holds the table.
 * That of all tables when absent
 * @param partitionColumn Column the table is partitioned by
 * @param granularity Calendar unit of a partition, for a table divided by time
 * @param step Number of ids in a partition, for a table divided by integers
 * @param origin Id at which a partition begins, for a table divided by integers
 * @param zone Time zone whose days and hours the partitions follow
 * @param codec How the key carries time: timestamp for its own type, uuidv7, ulid,
 * snowflake, epoch-seconds, epoch-milliseconds, epoch-microseconds, or the name of a
 * KeyCodec bean
 * @param createAheadCount Number of partitions to have ready, the current one included
 * @param retentionCount Number of partitions to keep, the current one included. Nothing
 * expires without a retention key
 * @param retentionAge Age up to which partitions are kept, such as P90D or 12h. Nothing
 * expires without a retention key
 * @param detach How an expired partition is detached
 * @param dropGrace Time between detaching and dropping a partition, such as P7D
 * @param holds Legal holds, whose range is neither detached nor dropped
 * @param hooks Comma-separated list of the names of the hook beans that take part. Every
 * hook does when absent
 * @param scheme How the table is divided, in the composed spelling
 * @param lifecycle When partitions come and go, in the composed spelling
 * @param leaves What new partitions are physically, in either spelling
 * @param archive How partitions of the table are archived, in either spelling
 */
public record TableProperties(@Nullable String table, @Nullable String dataSource, @Nullable String partitionColumn,
		@Nullable Granularity granularity, @Nullable BigInteger step, @Nullable BigInteger origin,
		@Nullable ZoneId zone, @Nullable String codec, @Nullable Integer createAheadCount,
		@Nullable Integer retentionCount, @Nullable TimeAmount retentionAge, @Nullable DetachMode detach,
		@Nullable TimeAmount dropGrace, @Nullable List<LifecycleProperties.Hold> holds, @Nullable List<String> hooks,
		@NestedConfigurationProperty @Nullable SchemeProperties scheme,
		@NestedConfigurationProperty @Nullable LifecycleProperties lifecycle,
		@NestedConfigurationProperty @Nullable LeavesProperties leaves,
		@NestedConfigurationProperty @Nullable ArchiveProperties archive) {

}
