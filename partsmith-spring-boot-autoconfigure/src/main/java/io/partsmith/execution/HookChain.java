package io.partsmith.execution;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.partsmith.hook.HookPhase;
import io.partsmith.hook.PartitionEvent;
import io.partsmith.plan.Finding;
import io.partsmith.plan.FindingCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fires the hooks of a table in their order. */
final class HookChain {

	private static final Logger log = LoggerFactory.getLogger(HookChain.class);

	private final List<NamedHooks> hooks;

	private final HookObserver observer;

	private final HookCaller caller;

	/** Asked once in a run. */
	private final Map<HookPhase, List<NamedHooks>> phases = new EnumMap<>(HookPhase.class);

	HookChain(List<NamedHooks> hooks, HookObserver observer, HookCaller caller) {
		this.hooks = hooks;
		this.observer = observer;
		this.caller = caller;
	}

	/** Whether some hook takes part in a phase. */
	boolean takesPartIn(HookPhase phase) {
		return !of(phase).isEmpty();
	}

	private List<NamedHooks> of(HookPhase phase) {
		return this.phases.computeIfAbsent(phase,
				(asked) -> this.hooks.stream().filter((named) -> named.takesPartIn(asked)).toList());
	}

	/**
	 * Fires one phase.
	 * @return what went wrong in a phase that cannot abort any more
	 * @throws HookAbortException if a hook refused a phase that can abort, or did not end
	 * in time
	 */
	List<Issue> fire(PartitionEvent event) {
		List<Issue> warnings = new ArrayList<>();
		for (NamedHooks named : of(event.phase())) {
			Throwable failure = observed(named, event).failure();
			if (failure != null) {
				if (event.phase().mayAbort()) {
					throw new HookAbortException(named.name(), event, failure);
				}
				log.warn("The hook '{}' failed after {} of {}; the operation stands", named.name(),
						event.operation().kind(), event.partition().qualifiedName(), failure);
				warnings.add(warning(named, event, failure));
			}
		}
		return warnings;
	}

	/**
	 * An observer that fails must neither keep a hook from being called nor hide what
	 * came of it.
	 */
	private HookResult observed(NamedHooks named, PartitionEvent event) {
		AtomicReference<HookResult> result = new AtomicReference<>();
		Supplier<HookResult> once = () -> {
			if (result.get() == null) {
				result.set(this.caller.call(named, event));
			}
			return result.get();
		};
		try {
			this.observer.observe(named.name(), event, once);
		}
		catch (RuntimeException ex) {
			log.warn("The hook '{}' could not be observed", named.name(), ex);
		}
		return once.get();
	}

	private static Issue warning(NamedHooks named, PartitionEvent event, Throwable ex) {
		return Issue.of(new Finding(FindingCode.HOOK_FAILED, event.operation().step(), event.operation().partition(),
				"The hook '" + named.name() + "' failed at " + event.phase() + ": " + ex,
				"The operation stands. Unless the message says otherwise, do by hand what the hook should have done"));
	}

}
