package io.partsmith.execution;

import io.partsmith.hook.PartitionLifecycleHooks;

/**
 * A hook bean.
 *
 * @param name its bean name, by which a table may ask for it
 * @param hooks the hooks
 */
public record NamedHooks(String name, PartitionLifecycleHooks hooks) {
}
