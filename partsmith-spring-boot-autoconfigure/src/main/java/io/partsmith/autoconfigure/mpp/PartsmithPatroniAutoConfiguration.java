package io.partsmith.autoconfigure.mpp;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.partsmith.autoconfigure.MaintenanceDataSource;
import io.partsmith.autoconfigure.PartsmithProperties;
import io.partsmith.mpp.Mpp;
import io.partsmith.mpp.MppHandler;
import io.partsmith.mpp.citus.CitusMetadata;
import io.partsmith.mpp.patroni.PatroniEvent;
import io.partsmith.mpp.patroni.PatroniGuard;
import io.partsmith.mpp.patroni.PatroniWatch;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.web.client.RestClient;

/** Auto-configuration of what Patroni knows about the leader. */
@AutoConfiguration(after = PartsmithMppAutoConfiguration.class)
@ConditionalOnClass({ RestClient.class, JsonMapper.class })
@ConditionalOnBean({ MaintenanceDataSource.class, PartsmithProperties.class, MppHandler.class })
@Conditional(OnPatroni.class)
public final class PartsmithPatroniAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	PatroniWatch partsmithPatroniWatch(PartsmithProperties properties, Mpp mpp, MppHandler handler,
			ApplicationEventPublisher events) {
		PartsmithProperties.Patroni patroni = Objects.requireNonNull(properties.patroni());
		int own = own(mpp, patroni);
		Consumer<PatroniEvent> told = (event) -> tell(event, own, handler);
		return new PatroniWatch(urls(patroni), patroni.timeout().toDuration(), List.of(told, events::publishEvent));
	}

	private static Map<Integer, List<URI>> urls(PartsmithProperties.Patroni patroni) {
		return patroni.groups()
			.entrySet()
			.stream()
			.collect(Collectors.toMap((group) -> Integer.valueOf(group.getKey()),
					(group) -> group.getValue().stream().map(URI::create).toList()));
	}

	/** Without a kind of cluster that has groups there is one only. */
	private static int own(Mpp mpp, PartsmithProperties.Patroni patroni) {
		return mpp.group().orElseGet(() -> Integer.parseInt(patroni.groups().keySet().iterator().next()));
	}

	private static void tell(PatroniEvent event, int own, MppHandler handler) {
		if (event.kind() == PatroniEvent.Kind.LEADER_LOST && event.group() == own) {
			handler.onDemote();
		}
		else {
			handler.scheduleCacheRebuild();
		}
	}

	@Bean
	@ConditionalOnMissingBean
	PatroniGuard partsmithPatroniGuard(PatroniWatch watch, PartsmithProperties properties, Mpp mpp,
			MaintenanceDataSource dataSource) {
		return new PatroniGuard(watch, own(mpp, Objects.requireNonNull(properties.patroni())), dataSource.dataSource());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnProperty("partsmith.mpp.citus.metadata")
	CitusMetadata partsmithCitusMetadata(PatroniWatch watch, MppHandler handler, PartsmithProperties properties,
			MaintenanceDataSource dataSource) {
		PartsmithProperties.Citus citus = Objects.requireNonNull(Objects.requireNonNull(properties.mpp()).citus());
		return new CitusMetadata(handler, dataSource.dataSource(), watch::cluster,
				citus.metadata() == PartsmithProperties.Citus.Metadata.APPLY);
	}

	@Bean
	@ConditionalOnMissingBean
	PatroniPolling partsmithPatroniPolling(PatroniWatch watch, PartsmithProperties properties,
			ObjectProvider<CitusMetadata> metadata) {
		return new PatroniPolling(() -> {
			watch.poll();
			metadata.ifAvailable(CitusMetadata::look);
		}, Objects.requireNonNull(properties.patroni()).pollInterval().toDuration());
	}

	@Bean
	static LazyInitializationExcludeFilter partsmithEagerPatroniBeans() {
		return LazyInitializationExcludeFilter.forBeanTypes(PatroniPolling.class);
	}

}
