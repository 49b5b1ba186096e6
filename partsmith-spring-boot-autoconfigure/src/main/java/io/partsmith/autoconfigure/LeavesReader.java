package io.partsmith.autoconfigure;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import io.partsmith.table.Carry;
import io.partsmith.table.Leaves;
import org.jspecify.annotations.Nullable;

/** Reads what new partitions are physically; the same in either spelling. */
final class LeavesReader {

	private static final String LOCAL = "leaves: { kind: local, tablespace: fast }";

	private static final String FOREIGN = "leaves: { kind: foreign, server: archive, options: { table_name: \"{relname}\" } }";

	private final TableEntry entry;

	LeavesReader(TableEntry entry) {
		this.entry = entry;
	}

	Leaves read() {
		Setting<LeavesProperties> written = this.entry.either("leaves", TableProperties::leaves);
		if (written == null) {
			return Leaves.DEFAULT;
		}
		if (written.value().kind() == null) {
			throw this.entry.missing(written.property() + ".kind", "leaves need their kind",
					LOCAL + "\n# or:\n" + FOREIGN);
		}
		return switch (written.value().kind()) {
			case LOCAL -> {
				refuse(written, "server", LeavesProperties::server, "local");
				refuse(written, "options", LeavesProperties::options, "local");
				yield local(written);
			}
			case FOREIGN -> {
				refuse(written, "tablespace", LeavesProperties::tablespace, "foreign");
				refuse(written, "storage-parameters", LeavesProperties::storageParameters, "foreign");
				refuse(written, "inherit-privileges", LeavesProperties::inheritPrivileges, "foreign");
				refuse(written, "unlogged", LeavesProperties::unlogged, "foreign");
				refuse(written, "carry", LeavesProperties::carry, "foreign");
				yield foreign(written);
			}
		};
	}

	private static Leaves local(Setting<LeavesProperties> written) {
		LeavesProperties leaves = written.value();
		refuseBlank(written, "tablespace", leaves.tablespace());
		boolean privileges = Boolean.TRUE.equals(leaves.inheritPrivileges());
		Carry carry = carry(leaves.carry(), privileges);
		Map<String, String> parameters = Objects.requireNonNullElse(leaves.storageParameters(), Map.of());
		return new Setting<>(written.property() + ".storage-parameters", parameters).map(
				(named) -> new Leaves.Local(leaves.tablespace(), named, privileges,
						Boolean.TRUE.equals(leaves.unlogged()), carry),
				"Name parameters as CREATE TABLE ... WITH does, for example fillfactor: \"90\".");
	}

	/**
	 * Whoever gets a grant on a partition can read it past the policies of the table, so
	 * these go along with the privileges. Where nobody gets one, they would only hide
	 * rows from hooks of ours.
	 */
	private static Carry carry(LeavesProperties.@Nullable Carry written, boolean privileges) {
		LeavesProperties.Carry carry = (written != null) ? written
				: new LeavesProperties.Carry(null, null, null, null, null);
		return new Carry(Objects.requireNonNullElse(carry.replicaIdentity(), Carry.DEFAULT.replicaIdentity()),
				Objects.requireNonNullElse(carry.statistics(), Carry.DEFAULT.statistics()),
				Objects.requireNonNullElse(carry.rowSecurity(), privileges),
				Objects.requireNonNullElse(carry.comment(), Carry.DEFAULT.comment()),
				Objects.requireNonNullElse(carry.publications(), Carry.DEFAULT.publications()));
	}

	private Leaves foreign(Setting<LeavesProperties> written) {
		String server = written.value().server();
		if (server == null) {
			throw this.entry.missing(written.property() + ".server", "foreign leaves need a server", FOREIGN);
		}
		refuseBlank(written, "server", server);
		Map<String, String> options = Objects.requireNonNullElse(written.value().options(), Map.of());
		return new Setting<>(written.property() + ".options", options).map((named) -> new Leaves.Foreign(server, named),
				"Write options as CREATE FOREIGN TABLE ... OPTIONS does, for example table_name: \"{relname}\".");
	}

	private static void refuseBlank(Setting<LeavesProperties> written, String key, @Nullable String name) {
		if (name != null && name.isBlank()) {
			throw new Setting<>(written.property() + "." + key, name).refused("this must have a name",
					"Take the key out, or name what the database has.");
		}
	}

	private static void refuse(Setting<LeavesProperties> written, String key,
			Function<LeavesProperties, @Nullable Object> reader, String kind) {
		Setting<Object> setting = Setting.of(written.property() + "." + key, reader.apply(written.value()));
		if (setting != null) {
			throw setting.refused("this does not belong to the kind " + kind, "Take it out, or choose the other kind.");
		}
	}

}
