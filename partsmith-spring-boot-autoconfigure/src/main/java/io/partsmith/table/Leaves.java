package io.partsmith.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.partsmith.topology.Privileges;
import io.partsmith.topology.PropertySheet;
import io.partsmith.topology.Publication;
import io.partsmith.topology.RelationName;
import io.partsmith.topology.StorageParameter;
import io.partsmith.topology.Tablespace;
import io.partsmith.topology.Trait;
import io.partsmith.topology.Unlogged;
import org.jspecify.annotations.Nullable;

/** What the new partitions of a table are physically. */
public sealed interface Leaves {

	/** Local tables with nothing set but what harms nobody. */
	Leaves DEFAULT = new Local(null, Map.of(), false, false, Carry.DEFAULT);

	/**
	 * What a new partition looks like.
	 * @param root the configured table
	 * @param sheet what the catalog says about the table
	 * @return the pattern of new partitions
	 */
	LeafPattern pattern(RelationName root, PropertySheet sheet);

	/**
	 * Whether foreign partitions on the grid are kept like local ones.
	 * @return {@code false} where they are only reported
	 */
	boolean keepsForeign();

	/**
	 * Whether the properties of the table and its partitions must be known.
	 * @param handsDown whether the table has a replica identity, a statistics target or
	 * row security to hand down
	 * @return {@code false} where a new partition takes over nothing
	 */
	boolean asksForProperties(boolean handsDown);

	/**
	 * Ordinary tables.
	 *
	 * @param tablespace the tablespace of leaves and branches, or {@code null} for the
	 * one that PostgreSQL chooses
	 * @param storageParameters the storage parameters of leaves by name
	 * @param inheritPrivileges whether they get the owner and the grants of the
	 * partitioned table
	 * @param unlogged whether leaves are unlogged: faster, and empty after a crash
	 * @param carry what else they take over
	 */
	record Local(@Nullable String tablespace, Map<String, String> storageParameters, boolean inheritPrivileges,
			boolean unlogged, Carry carry) implements Leaves {

		/**
		 * Puts the parameters in order and refuses what cannot be the name of one.
		 * @param tablespace the tablespace, or {@code null}
		 * @param storageParameters the storage parameters by name
		 * @param inheritPrivileges whether owner and grants are taken over
		 * @param unlogged whether leaves are unlogged
		 * @param carry what else they take over
		 * @throws IllegalArgumentException if a parameter's name is none, or the
		 * tablespace is blank
		 */
		public Local {
			if (tablespace != null && tablespace.isBlank()) {
				throw new IllegalArgumentException("a tablespace has a name");
			}
			storageParameters.forEach(StorageParameter::new);
			storageParameters = Collections.unmodifiableMap(new TreeMap<>(storageParameters));
		}

		@Override
		public LeafPattern.Local pattern(RelationName root, PropertySheet sheet) {
			List<Trait> wanted = new ArrayList<>();
			if (this.unlogged) {
				wanted.add(new Unlogged());
			}
			this.storageParameters.forEach((name, value) -> wanted.add(new StorageParameter(name, value)));
			if (this.tablespace != null) {
				Tablespace ofDatabase = new Tablespace(this.tablespace, true);
				wanted.add(sheet.newborn().contains(ofDatabase) ? ofDatabase : new Tablespace(this.tablespace, false));
			}
			sheet.own()
				.stream()
				.filter((trait) -> this.carry.takes(trait) || this.inheritPrivileges && trait instanceof Privileges)
				.forEach(wanted::add);
			if (this.carry.publications()) {
				publications(sheet).forEach(wanted::add);
			}
			return new LeafPattern.Local(root, wanted, sheet.newborn());
		}

		/** One of the table itself, or of its schema, has every partition untold. */
		private static Stream<Publication> publications(PropertySheet sheet) {
			Set<String> ofTable = named(sheet.own()).map(Publication::name).collect(Collectors.toSet());
			return sheet.partitions()
				.values()
				.stream()
				.flatMap(Local::named)
				.filter((publication) -> !ofTable.contains(publication.name()))
				.distinct()
				.sorted(Comparator.comparing(Publication::name).thenComparing(Publication::ofBranches));
		}

		private static Stream<Publication> named(List<Trait> traits) {
			return traits.stream().filter(Publication.class::isInstance).map(Publication.class::cast);
		}

		@Override
		public boolean keepsForeign() {
			return false;
		}

		@Override
		public boolean asksForProperties(boolean handsDown) {
			boolean set = this.tablespace != null || !this.storageParameters.isEmpty() || this.unlogged;
			return set || this.inheritPrivileges || this.carry.comment() || this.carry.publications()
					|| handsDown && !this.carry.equals(Carry.NONE);
		}

	}

	/**
	 * Foreign tables.
	 *
	 * @param server the foreign server
	 * @param options the table's options by name; in a value, <code>{relname}</code>
	 * stands for the partition's name, <code>{schema}</code> for its schema,
	 * <code>{parent}</code> for the name of the table it is attached to and
	 * <code>{root}</code> for that of the configured table
	 */
	record Foreign(String server, Map<String, String> options) implements Leaves {

		/** A placeholder, known or not. */
		private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

		/**
		 * Puts the options in order and refuses a placeholder that stands for nothing.
		 * @param server the foreign server
		 * @param options the table's options by name
		 * @throws IllegalArgumentException if the server or an option has no name, or a
		 * value holds a brace that is no known placeholder
		 */
		public Foreign {
			if (server.isBlank() || options.keySet().stream().anyMatch(String::isBlank)) {
				throw new IllegalArgumentException("a foreign server and an option have a name");
			}
			options.forEach(Foreign::refuseUnknown);
			options = Collections.unmodifiableMap(new TreeMap<>(options));
		}

		private static void refuseUnknown(String option, String value) {
			List<String> named = PLACEHOLDER.matcher(value).results().map(MatchResult::group).toList();
			boolean stray = PLACEHOLDER.matcher(value).replaceAll("").matches("(?s).*[{}].*");
			if (stray || !LeafPattern.PLACEHOLDERS.containsAll(named)) {
				throw new IllegalArgumentException("the option '" + option + "' has '" + value
						+ "', but there are only " + String.join(", ", LeafPattern.PLACEHOLDERS));
			}
		}

		@Override
		public LeafPattern.Foreign pattern(RelationName root, PropertySheet sheet) {
			return new LeafPattern.Foreign(root, this.server, this.options, sheet.shape().columns(),
					sheet.shape().derived());
		}

		@Override
		public boolean keepsForeign() {
			return true;
		}

		@Override
		public boolean asksForProperties(boolean handsDown) {
			return true;
		}

	}

}
