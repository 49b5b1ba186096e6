package io.partsmith.autoconfigure;

import java.io.IOException;

import io.partsmith.archive.ArchiveHooks;
import io.partsmith.archive.ArchiveLocation;
import io.partsmith.archive.ArchivePolicies;
import io.partsmith.archive.ArchivePolicy;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.io.ResourceLoader;

/** Refuses at start what would keep every archive from being written. */
final class ArchiveCheck implements SmartInitializingSingleton {

	private final ArchivePolicies policies;

	private final ObjectProvider<ArchiveHooks> hooks;

	private final ResourceLoader loader;

	ArchiveCheck(ArchivePolicies policies, ObjectProvider<ArchiveHooks> hooks, ResourceLoader loader) {
		this.policies = policies;
		this.hooks = hooks;
		this.loader = loader;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.policies.byId().forEach((id, policy) -> check(id, policy));
	}

	private void check(String id, ArchivePolicy policy) {
		Setting<String> location = new Setting<>("partsmith.archive.location", policy.location());
		if (this.hooks.getIfAvailable() == null) {
			throw location.refused("'" + id + "' is to be archived, but there is no ArchiveHooks bean to do so",
					"Do not exclude PartsmithArchiveAutoConfiguration, or take the key out.");
		}
		try {
			ArchiveLocation.requireWritable(this.loader, policy.location());
		}
		catch (IOException ex) {
			throw location.refused("nothing can be written there for '" + id + "': " + ex,
					"Name a directory that this application may write to, such as file:/var/lib/archive, or add the "
							+ "library that makes the ResourceLoader know this one.");
		}
	}

}
