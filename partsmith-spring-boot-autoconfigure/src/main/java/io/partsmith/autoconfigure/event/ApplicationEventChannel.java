package io.partsmith.autoconfigure.event;

import io.partsmith.event.EventChannel;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;

/** Publishes to an application context and its parents, and knows who listens there. */
final class ApplicationEventChannel implements EventChannel {

	private final ApplicationContext context;

	ApplicationEventChannel(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public boolean isHeard(Class<?> type) {
		ResolvableType event = ResolvableType.forClassWithGenerics(PayloadApplicationEvent.class, type);
		for (ApplicationContext at = this.context; at != null; at = at.getParent()) {
			if (isHeard(at, event)) {
				return true;
			}
		}
		return false;
	}

	/** A context of another kind keeps its listeners to itself, and may have some. */
	private static boolean isHeard(ApplicationContext at, ResolvableType event) {
		return !(at instanceof AbstractApplicationContext known)
				|| known.getApplicationListeners()
					.stream()
					.anyMatch((listener) -> new GenericApplicationListenerAdapter(listener).supportsEventType(event))
				|| isAwaited(known, event);
	}

	/** By a listener that is made when the first event comes. */
	private static boolean isAwaited(AbstractApplicationContext at, ResolvableType event) {
		for (String name : at.getBeanNamesForType(ApplicationListener.class, true, false)) {
			Class<?> listener = at.getBeanFactory().containsSingleton(name) ? null : at.getType(name, false);
			if (listener != null) {
				ResolvableType declared = ResolvableType.forClass(listener).as(ApplicationListener.class).getGeneric();
				if (declared == ResolvableType.NONE || declared.isAssignableFrom(event)) {
					return true;
				}
			}
		}
		return false;
	}

	@Override
	public void publish(Object event) {
		this.context.publishEvent(event);
	}

}
