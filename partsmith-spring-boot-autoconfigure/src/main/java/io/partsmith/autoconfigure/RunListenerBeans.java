package io.partsmith.autoconfigure;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import io.partsmith.event.EventRuns;
import io.partsmith.execution.TimedCalls;
import io.partsmith.maintenance.RunListener;
import io.partsmith.maintenance.TimedRunListener;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * The listeners of the application, in their order. One that hangs would keep all tables
 * from their next partitions, as a hook would, and so has the limit of a hook.
 */
final class RunListenerBeans {

	/** The name of application events, whatever they tell of. */
	private static final String EVENTS = "applicationEvents";

	private RunListenerBeans() {
	}

	static List<RunListener> of(ListableBeanFactory beans, PartsmithProperties.Hooks settings, TimedCalls calls) {
		Map<RunListener, String> names = new IdentityHashMap<>();
		beans.getBeansOfType(RunListener.class)
			.forEach((name, listener) -> names.put(listener, (listener instanceof EventRuns) ? EVENTS : name));
		return beans.getBeanProvider(RunListener.class)
			.orderedStream()
			.<RunListener>map((listener) -> timed(names.getOrDefault(listener, listener.getClass().getName()), listener,
					settings, calls))
			.toList();
	}

	private static RunListener timed(String name, RunListener listener, PartsmithProperties.Hooks settings,
			TimedCalls calls) {
		return new TimedRunListener(name, listener, calls,
				settings.timeouts().getOrDefault(name, settings.createTimeout()).toDuration());
	}

}
