package io.partsmith.postgres;

/**
 * Where keys begin to count.
 *
 * @param key a key, as PostgreSQL takes it
 * @param included whether it counts itself
 */
public record KeyStart(String key, boolean included) {

	/**
	 * From a key on.
	 * @param key the first key that counts
	 * @return the start
	 */
	public static KeyStart at(String key) {
		return new KeyStart(key, true);
	}

	/**
	 * Behind a key.
	 * @param key the last key that does not count
	 * @return the start
	 */
	public static KeyStart behind(String key) {
		return new KeyStart(key, false);
	}

}
