package io.partsmith.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.partsmith.topology.Grant;
import io.partsmith.topology.Marker;
import io.partsmith.topology.Policy;
import io.partsmith.topology.Privileges;
import io.partsmith.topology.Publication;
import io.partsmith.topology.ReplicaIdentity;
import io.partsmith.topology.RowSecurity;
import io.partsmith.topology.StatisticsTarget;
import io.partsmith.topology.StorageParameter;
import io.partsmith.topology.TableComment;
import io.partsmith.topology.Tablespace;
import io.partsmith.topology.Trait;
import io.partsmith.topology.Unlogged;
import org.jspecify.annotations.Nullable;

/** Makes the traits of one relation from a row of the {@link PropertyQuery}. */
final class TraitReader {

	private final String markerPrefix;

	TraitReader(String markerPrefix) {
		this.markerPrefix = markerPrefix;
	}

	/** Everything it has, in the order in which a new table would get it. */
	List<Trait> read(ResultSet row) throws SQLException {
		List<Trait> traits = new ArrayList<>();
		if (row.getBoolean("unlogged")) {
			traits.add(new Unlogged());
		}
		options(row, "options", "").forEach(traits::add);
		options(row, "toast_options", "toast.").forEach(traits::add);
		traits.add(new Tablespace(row.getString("tablespace"), row.getBoolean("of_database")));
		traits.add(new Privileges(row.getString("owner"), grants(row, "grants")));
		ReplicaIdentity identity = identity(row);
		if (identity != null) {
			traits.add(identity);
		}
		for (String[] target : entries(row, "statistics")) {
			traits.add(new StatisticsTarget(target[1], Integer.parseInt(target[0])));
		}
		if (row.getBoolean("secured")) {
			traits.add(new RowSecurity(row.getBoolean("forced"), policies(row)));
		}
		String comment = Marker.strip(this.markerPrefix, row.getString("comment"));
		if (comment != null) {
			traits.add(new TableComment(comment));
		}
		for (String publication : Rows.texts(row, row.findColumn("publications"))) {
			traits.add(new Publication(Objects.requireNonNull(publication), row.getBoolean("divided")));
		}
		return traits;
	}

	private static List<StorageParameter> options(ResultSet row, String column, String prefix) throws SQLException {
		return Rows.texts(row, row.findColumn(column))
			.stream()
			.map(Objects::requireNonNull)
			.map((option) -> new StorageParameter(prefix + option.substring(0, option.indexOf('=')),
					option.substring(option.indexOf('=') + 1)))
			.toList();
	}

	/** The default one, by the primary key, is what every new table has. */
	private static @Nullable ReplicaIdentity identity(ResultSet row) throws SQLException {
		return switch (row.getString("identity")) {
			case "f" -> new ReplicaIdentity(ReplicaIdentity.Form.FULL, List.of());
			case "n" -> new ReplicaIdentity(ReplicaIdentity.Form.NOTHING, List.of());
			case "i" -> new ReplicaIdentity(ReplicaIdentity.Form.INDEX,
					Rows.texts(row, row.findColumn("identity_columns")).stream().map(Objects::requireNonNull).toList());
			default -> null;
		};
	}

	private static List<Policy> policies(ResultSet row) throws SQLException {
		List<Policy> policies = new ArrayList<>();
		Map<Integer, String> columns = new HashMap<>();
		for (String[] column : entries(row, "policy_columns")) {
			columns.put(Integer.valueOf(column[0]), column[1]);
		}
		for (String[] policy : entries(row, "policies")) {
			String command = switch (policy[1]) {
				case "r" -> "SELECT";
				case "a" -> "INSERT";
				case "w" -> "UPDATE";
				case "d" -> "DELETE";
				default -> "ALL";
			};
			policies.add(new Policy(policy[0], command, Boolean.parseBoolean(policy[2]),
					Arrays.asList(policy).subList(5, policy.length), PolicyExpression.digest(policy[3], columns),
					PolicyExpression.digest(policy[4], columns)));
		}
		return policies;
	}

	/** Grants in the form grantee, privilege, grantable, column; nothing means PUBLIC. */
	static List<Grant> grants(ResultSet row, String column) throws SQLException {
		List<Grant> grants = new ArrayList<>();
		for (String[] grant : entries(row, column)) {
			grants.add(new Grant(grant[0].isEmpty() ? null : grant[0], grant[1], grant[3].isEmpty() ? null : grant[3],
					Boolean.parseBoolean(grant[2])));
		}
		return grants;
	}

	/** A list whose entries have several parts. */
	static List<String[]> entries(ResultSet row, String column) throws SQLException {
		return Rows.texts(row, row.findColumn(column))
			.stream()
			.map(Objects::requireNonNull)
			.map((entry) -> entry.split(PropertyQuery.SEPARATOR, -1))
			.toList();
	}

}
