package io.partsmith.plan;

import io.partsmith.scheme.Axis;
import io.partsmith.scheme.BrokenContractException;
import io.partsmith.scheme.IntegerAxis;
import io.partsmith.scheme.TimeAxis;
import io.partsmith.scheme.Window;
import io.partsmith.topology.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * Tells that a wanted window lies where the axis has an end. The clock goes on behind it,
 * and its rows are refused; ids beyond a type are not even given out.
 */
final class AxisEnd {

	private AxisEnd() {
	}

	/** A window that no key of the column lies in. */
	static Finding ofKeys(Survey survey, Window window) {
		Axis axis = survey.axis();
		RelationName table = survey.table().table();
		boolean current = window.equals(survey.cursor().window());
		boolean near = current || window.equals(axis.next(survey.cursor().window()));
		boolean urgent = near && (current || axis instanceof TimeAxis) && survey.leavesOpen(window);
		return new Finding(near ? FindingCode.AXIS_ENDS : FindingCode.AXIS_END_NEAR, Step.CREATE, null,
				"The window " + window + " of " + table + " is wanted, but no key lies in it: " + axis.keys(),
				"See whether codec, epoch and type are those of the rows. A key that ends goes on in a new table only, with"
						+ " an entry of its own in partsmith.tables: " + successor(survey),
				urgent);
	}

	/** The type of a column by which a table is divided cannot be changed any more. */
	private static String successor(Survey survey) {
		RelationName table = survey.table().table();
		String column = survey.site().scheme().key().get(0);
		String key = RelationName.quoteIdentifier(column);
		RelationName columns = table.sibling(table.name() + "_columns");
		String division = " INCLUDING ALL) PARTITION BY " + survey.site().scheme().method() + " (" + key + ")";
		String next = "CREATE TABLE " + table.sibling(table.name() + "_next") + " (LIKE ";
		String wider = wider(survey, column);
		return (wider != null) ? "CREATE TABLE " + columns + " (LIKE " + table + " INCLUDING ALL); ALTER TABLE "
				+ columns + " ALTER COLUMN " + key + " TYPE " + wider + "; " + next + columns + division
				+ "; DROP TABLE " + columns
				: next + table + division + ", whose keys begin anew, for example with a later epoch";
	}

	private static @Nullable String wider(Survey survey, String column) {
		boolean ids = survey.axis() instanceof IntegerAxis;
		return switch (survey.table().shape().columns().getOrDefault(column, "")) {
			case "smallint", "integer" -> "bigint";
			case "bigint" -> ids ? "numeric" : null;
			default -> null;
		};
	}

	/** Behind a window that is the last of a calendar. */
	static Finding ofCalendar(Survey survey, Window last, BrokenContractException ex) {
		boolean near = last.equals(survey.cursor().window());
		return new Finding(near ? FindingCode.AXIS_ENDS : FindingCode.AXIS_END_NEAR, Step.CREATE, null,
				"Behind " + last + ", no window of " + survey.table().table() + " can be told: " + ex.getMessage(),
				"Mend the bean, which has to know every period that is asked for", near);
	}

}
