package io.partsmith.autoconfigure.mpp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.partsmith.autoconfigure.MaintenanceDataSource;
import io.partsmith.autoconfigure.PartsmithAutoConfiguration;
import io.partsmith.autoconfigure.PartsmithProperties;
import io.partsmith.mpp.Mpp;
import io.partsmith.mpp.MppDatabase;
import io.partsmith.mpp.MppHandler;
import io.partsmith.mpp.MppProvider;
import io.partsmith.mpp.Mpps;
import io.partsmith.mpp.citus.CitusConfig;
import io.partsmith.mpp.citus.CitusDialect;
import io.partsmith.mpp.citus.CitusGuard;
import io.partsmith.mpp.citus.CitusMetadata;
import io.partsmith.mpp.citus.CitusMpp;
import io.partsmith.postgres.Dialect;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/**
 * Auto-configuration of massively parallel PostgreSQL. What is wrong in a section has
 * refused the start before.
 */
@AutoConfiguration(after = PartsmithAutoConfiguration.class)
@ConditionalOnBean({ MaintenanceDataSource.class, PartsmithProperties.class })
public final class PartsmithMppAutoConfiguration {

	/** A handler is an {@code Mpp} too, but this is the one that others are made of. */
	@Bean
	@Primary
	@ConditionalOnMissingBean
	Mpp partsmithMpp(PartsmithProperties properties, ObjectProvider<MppProvider> beans) {
		List<MppProvider> providers = new ArrayList<>(beans.orderedStream().toList());
		providers.addAll(Mpps.iterMppClasses(null));
		return Mpps.getMpp(sections(properties.mpp()), providers);
	}

	private static Map<String, Object> sections(PartsmithProperties.@Nullable Mpp mpp) {
		Map<String, Object> sections = new HashMap<>();
		if (mpp != null && mpp.citus() != null) {
			Map<String, @Nullable Object> citus = new HashMap<>();
			citus.put("group", mpp.citus().group());
			citus.put("database", mpp.citus().database());
			sections.put("citus", citus);
		}
		return sections;
	}

	/**
	 * Nothing calls it to change {@code pg_dist_node}, unless that is configured.
	 */
	@Bean
	@ConditionalOnMissingBean
	MppHandler partsmithMppHandler(Mpp mpp, MaintenanceDataSource dataSource) {
		return mpp.handler(MppDatabase.of(dataSource.dataSource()));
	}

	@Bean
	@ConditionalOnMissingBean(Dialect.class)
	@ConditionalOnProperty("partsmith.mpp.citus.group")
	CitusDialect partsmithCitusDialect(ObjectProvider<CitusMetadata> metadata) {
		return new CitusDialect(() -> metadata.stream().map(CitusMetadata::pending).flatMap(List::stream).toList());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnProperty("partsmith.mpp.citus.group")
	CitusGuard partsmithCitusGuard(PartsmithProperties properties, MaintenanceDataSource dataSource) {
		PartsmithProperties.Citus citus = Objects.requireNonNull(Objects.requireNonNull(properties.mpp()).citus());
		int group = Integer.parseInt(Objects.requireNonNull(citus.group()).strip());
		CitusConfig config = new CitusConfig(group, Objects.requireNonNull(citus.database()));
		return new CitusGuard(new CitusMpp(config), dataSource.dataSource());
	}

}
