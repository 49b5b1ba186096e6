package io.partsmith.autoconfigure;

import java.util.List;

/** There are several data sources, and none is the one to maintain. */
class AmbiguousDataSourceException extends RuntimeException {

	private final List<String> names;

	AmbiguousDataSourceException(List<String> names) {
		super("There are several DataSource beans (" + String.join(", ", names)
				+ "), none is primary and none is a @PartsmithDataSource");
		this.names = List.copyOf(names);
	}

	/** The names of the data source beans. */
	List<String> names() {
		return this.names;
	}

}
