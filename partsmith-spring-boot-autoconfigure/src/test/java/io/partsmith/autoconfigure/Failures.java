package io.partsmith.autoconfigure;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

import static org.assertj.core.api.Assertions.assertThat;

/** What a user reads when the application does not start. */
public final class Failures {

	private Failures() {
	}

	/** The analysis of a start that is refused, as Spring Boot prints it. */
	public static String of(ApplicationContextRunner runner) {
		AtomicReference<ConfigurableApplicationContext> started = new AtomicReference<>();
		AtomicReference<String> text = new AtomicReference<>();
		runner.withInitializer(started::set).run((context) -> {
			assertThat(context).hasFailed();
			text.set(analyze(Objects.requireNonNull(context.getStartupFailure()), started.get()));
		});
		return text.get();
	}

	/** The analysis of a failure by the first analyzer that has one. */
	public static String analyze(Throwable failure, ConfigurableApplicationContext context) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class,
					ArgumentResolver.of(Environment.class, context.getEnvironment())
						.and(BeanFactory.class, context.getBeanFactory()),
					// Some analyze failures of libraries that are not there.
					FailureHandler.handleMessage((message, ex) -> {
					}))
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.findFirst()
			.map(Failures::print)
			.orElseThrow(() -> new AssertionError("No analysis", failure));
	}

	private static String print(FailureAnalysis analysis) {
		return analysis.getDescription() + "\n\nAction:\n\n" + analysis.getAction() + "\n";
	}

}
