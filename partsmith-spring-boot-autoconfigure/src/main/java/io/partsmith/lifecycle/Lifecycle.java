package io.partsmith.lifecycle;

/**
 * When the partitions of a table come and go.
 *
 * @param creation how far ahead they are made
 * @param retention which are kept
 * @param detach how an expired one leaves its parent
 * @param drop what becomes of it then
 */
public record Lifecycle(Creation creation, Retention retention, DetachMode detach, Drop drop) {

	/**
	 * A lifecycle that only creates.
	 * @param creation how far ahead partitions are made
	 * @return the lifecycle; nothing ever expires
	 */
	public static Lifecycle creating(Creation creation) {
		return new Lifecycle(creation, new Retention.KeepAll(), DetachMode.AUTO,
				new Drop.DropAfter(Drop.DEFAULT_GRACE));
	}

	/**
	 * The same with another retention.
	 * @param kept which partitions are kept
	 * @return a copy
	 */
	public Lifecycle keeping(Retention kept) {
		return new Lifecycle(this.creation, kept, this.detach, this.drop);
	}

	/**
	 * The same with another detach mode.
	 * @param mode how an expired partition leaves
	 * @return a copy
	 */
	public Lifecycle detaching(DetachMode mode) {
		return new Lifecycle(this.creation, this.retention, mode, this.drop);
	}

	/**
	 * The same with another drop policy.
	 * @param policy what becomes of a detached table
	 * @return a copy
	 */
	public Lifecycle dropping(Drop policy) {
		return new Lifecycle(this.creation, this.retention, this.detach, policy);
	}

}
