package io.partsmith.autoconfigure;

import java.util.Map;

import javax.sql.DataSource;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches where it is clear which data source holds the managed tables, and also where it
 * is not although tables are configured: the application then must not start without
 * their maintenance.
 */
class OnUsableDataSource extends AnyNestedCondition {

	OnUsableDataSource() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnSingleCandidate(DataSource.class)
	static class SingleDataSource {

	}

	@ConditionalOnBean(annotation = PartsmithDataSource.class)
	static class QualifiedDataSource {

	}

	@ConditionalOnBean(DataSource.class)
	@Conditional(OnConfiguredTables.class)
	static class AmbiguousDataSource {

	}

	/** Matches where a table is configured. */
	static class OnConfiguredTables extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			ConditionMessage.Builder message = ConditionMessage.forCondition("Partsmith Tables");
			Map<String, Object> tables = Binder.get(context.getEnvironment())
				.bind("partsmith.tables", Bindable.mapOf(String.class, Object.class))
				.orElseGet(Map::of);
			return tables.isEmpty() ? ConditionOutcome.noMatch(message.because("no table is configured"))
					: ConditionOutcome.match(message.foundExactly(tables.keySet()));
		}

	}

}
