package io.partsmith.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.partsmith.autoconfigure.archive.PartsmithArchiveAutoConfiguration;
import io.partsmith.hook.PartitionLifecycleHooks;
import io.partsmith.lifecycle.PartitionPredicate;
import io.partsmith.scheme.FourFourFive;
import io.partsmith.scheme.PartitionCalendar;

import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The YAML of the README and of docs, and a context that has the beans it names. */
final class Documentation {

	static final Path README = Path.of("..", "README.md");

	private static final Path DOCS = Path.of("..", "docs");

	private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

	private Documentation() {
	}

	/** Every block of YAML in every page. */
	static Stream<String> yaml() throws IOException {
		try (Stream<Path> pages = Files.walk(DOCS)) {
			List<Path> all = Stream.concat(Stream.of(README), pages.sorted())
				.filter((page) -> page.toString().endsWith(".md"))
				.toList();
			return all.stream().flatMap(Documentation::yaml);
		}
	}

	static Stream<String> yaml(Path page) {
		try {
			return YAML.matcher(Files.readString(page)).results().map((block) -> block.group(1)).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The blocks that configure partsmith. */
	static Stream<String> configurations() throws IOException {
		return yaml().filter((block) -> block.lines().anyMatch("partsmith:"::equals));
	}

	static ApplicationContextRunner withBeans(ApplicationContextRunner runner) {
		return runner.withBean("archived", PartitionPredicate.class, () -> (candidate) -> false)
			.withBean("copyBeforeDrop", PartitionLifecycleHooks.class, () -> new PartitionLifecycleHooks() {
			})
			.withBean("announce", PartitionLifecycleHooks.class, () -> new PartitionLifecycleHooks() {
			})
			.withBean("kafkaHooks", PartitionLifecycleHooks.class, () -> new PartitionLifecycleHooks() {
			})
			.withBean("warehouse", DataSource.class, YamlContext.UnreachableDataSource::new,
					(bean) -> ((AbstractBeanDefinition) bean).setDefaultCandidate(false))
			.withBean("fiscal", PartitionCalendar.class, FourFourFive::new)
			.withConfiguration(AutoConfigurations.of(PartsmithArchiveAutoConfiguration.class))
			.withPropertyValues("ARCHIVES=file:target/archives");
	}

}
