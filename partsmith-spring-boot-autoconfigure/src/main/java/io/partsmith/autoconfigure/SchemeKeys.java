package io.partsmith.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.partsmith.scheme.CatchAll;
import org.jspecify.annotations.Nullable;

/** The keys that every level of a scheme has. */
interface SchemeKeys {

	SchemeProperties.@Nullable Method method();

	@Nullable List<String> key();

	@Nullable BoundariesProperties boundaries();

	@Nullable Map<String, List<String>> groups();

	@Nullable String defaultGroup();

	@Nullable Integer modulus();

	@Nullable Set<CatchAll> catchAll();

	@Nullable LifecycleProperties lifecycle();

	@Nullable SchemeKeys child();

}
