package io.partsmith.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.partsmith.archive.ArchiveCompression;
import io.partsmith.archive.ArchiveFormat;
import io.partsmith.archive.ArchiveHooks;
import io.partsmith.archive.ArchiveMoment;
import io.partsmith.archive.ArchivePolicies;
import io.partsmith.archive.ArchivePolicy;
import io.partsmith.archive.PartitionArchive;
import io.partsmith.autoconfigure.archive.PartsmithArchiveAutoConfiguration;
import io.partsmith.execution.Hooks;
import io.partsmith.postgres.DropCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** How archives are configured, and what is refused at start. */
class ArchiveConfigurationTest {

	@TempDir
	private Path directory;

	@Test
	void aTablesKeysComeBeforeThoseForAll() {
		run("""
				partsmith:
				  archive: { location: 'file:%1$s/all/', format: binary, compression: none }
				  tables:
				    a: { partition-column: c, granularity: day }
				    b: { partition-column: c, granularity: day, archive: { location: 'file:%1$s/b', format: csv, when: after-detach } }
				    c: { partition-column: c, granularity: day, archive: { enabled: false } }
				""")
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(PartitionArchive.class).hasSingleBean(DropCheck.class);
				ArchivePolicies policies = context.getBean(ArchivePolicies.class);
				assertThat(policies.of("a")).contains(new ArchivePolicy("file:" + this.directory + "/all",
						ArchiveFormat.BINARY, ArchiveCompression.NONE, ArchiveMoment.BEFORE_DROP));
				assertThat(policies.of("b")).contains(new ArchivePolicy("file:" + this.directory + "/b",
						ArchiveFormat.CSV, ArchiveCompression.NONE, ArchiveMoment.AFTER_DETACH));
				assertThat(policies.of("c")).isEmpty();
				assertThat(context.getBeansOfType(ArchiveHooks.class)).containsOnlyKeys("partitionArchiveHooks");
				assertThat(context.getBean(Hooks.class)).isNotNull();
				assertThat(this.directory.resolve("all")).isEmptyDirectory();
			});
	}

	@Test
	void withoutALocationNothingIsArchived() {
		run("partsmith.tables.a: { partition-column: c, granularity: day }").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(ArchivePolicies.class).byId()).isEmpty();
		});
	}

	@Test
	void aLocationForOneTableAloneStandsThere() {
		run("partsmith.tables.a: { partition-column: c, granularity: day, archive: { location: 'file:%s' } }")
			.run((context) -> assertThat(context.getBean(ArchivePolicies.class).of("a")).contains(new ArchivePolicy(
					"file:" + this.directory, ArchiveFormat.CSV, ArchiveCompression.GZIP, ArchiveMoment.BEFORE_DROP)));
	}

	@Test
	void refusesWhatCouldNotBeArchived() throws Exception {
		assertThat(refusal("partsmith.tables.a: { partition-column: c, granularity: day, archive: { enabled: true } }"))
			.contains("Property: partsmith.tables.a.archive.enabled", "nobody says where to");
		assertThat(refusal("partsmith: { archive: { location: 'file:%s' }, tables: { a: { partition-column: c, "
				+ "granularity: day, hooks: [] } } }"))
			.contains("Property: partsmith.tables.a.hooks", "partitionArchiveHooks");
		assertThat(refusal("partsmith.defaults.archive.location: 'file:%s'"))
			.contains("Property: partsmith.defaults.archive", "Write it under partsmith.archive.");
		Files.writeString(this.directory.resolve("file"), "no directory");
		assertThat(refusal("partsmith: { archive: { location: 'file:%s/file' }, tables: { a: { partition-column: c, "
				+ "granularity: day } } }"))
			.contains("Property: partsmith.archive.location", "Name a directory");
		assertThat(
				refusal("partsmith: { archive: { location: 's3://bucket/archive' }, tables: { a: { partition-column: c,"
						+ " granularity: day } } }"))
			.contains("Property: partsmith.archive.location", "cannot be written to");
	}

	@Test
	void refusesALibraryThatIsMissing() {
		String yaml = "partsmith: { archive: { location: 'file:%s', compression: zstd }, tables: { a: { partition-column: c, "
				+ "granularity: day } } }";
		assertThat(Failures.of(run(yaml).withClassLoader(new FilteredClassLoader("com.github.luben.zstd"))))
			.contains("Property: partsmith.archive.compression", "Add the dependency com.github.luben:zstd-jni.");
		assertThat(Failures.of(run(yaml).withClassLoader(new FilteredClassLoader("tools.jackson.databind"))))
			.contains("Add the dependency tools.jackson.core:jackson-databind.");
		for (String missing : List.of("org.apache.parquet", "org.apache.hadoop")) {
			assertThat(Failures.of(run(yaml.replace("compression: zstd", "format: parquet"))
				.withClassLoader(new FilteredClassLoader(missing))))
				.contains("Property: partsmith.archive.format", "Add the dependency com.jerolba:carpet-record:0.5.0");
		}
	}

	@Test
	void refusesToDropWithoutItsHook() {
		assertThat(Failures.of(YamlContext
			.with("partsmith.tables.a: { partition-column: c, granularity: day, archive: { location: 'file:"
					+ this.directory + "' } }")))
			.contains("there is no ArchiveHooks bean");
	}

	private String refusal(String yaml) {
		return Failures.of(run(yaml));
	}

	private ApplicationContextRunner run(String yaml) {
		return YamlContext.with(yaml.formatted(this.directory))
			.withConfiguration(AutoConfigurations.of(PartsmithArchiveAutoConfiguration.class));
	}

}
