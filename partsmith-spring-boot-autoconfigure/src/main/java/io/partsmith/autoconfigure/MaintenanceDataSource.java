package io.partsmith.autoconfigure;

import javax.sql.DataSource;

/**
 * The data source that maintenance works on. A type of its own, so that no second
 * candidate for {@code DataSource} appears.
 *
 * @param dataSource the data source
 */
public record MaintenanceDataSource(DataSource dataSource) {
}
