package io.partsmith.mpp.citus;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

import io.partsmith.mpp.Mpp;
import io.partsmith.mpp.MppDatabase;
import io.partsmith.mpp.MppHandler;

/** A node of a Citus cluster, as it is configured. */
public class CitusMpp implements Mpp {

	/** The coordinator's group. */
	public static final int COORDINATOR = 0;

	/**
	 * Digits without a leading zero. Unlike Patroni's, it does not let a line feed behind
	 * them pass.
	 */
	private static final Pattern GROUP = Pattern.compile("0|[1-9][0-9]*");

	private final CitusConfig config;

	/**
	 * A node.
	 * @param config its section
	 */
	public CitusMpp(CitusConfig config) {
		this.config = config;
	}

	/**
	 * The section it was made of.
	 * @return the section
	 */
	public CitusConfig config() {
		return this.config;
	}

	@Override
	public String type() {
		return "Citus";
	}

	@Override
	public OptionalInt group() {
		return OptionalInt.of(this.config.group());
	}

	@Override
	public OptionalInt coordinatorGroupId() {
		return OptionalInt.of(COORDINATOR);
	}

	@Override
	public boolean isEnabled() {
		return true;
	}

	@Override
	public Optional<Pattern> groupPattern() {
		return Optional.of(GROUP);
	}

	@Override
	public MppHandler handler(MppDatabase database) {
		return new CitusMppHandler(this.config, database);
	}

}
