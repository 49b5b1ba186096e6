package io.partsmith.lifecycle;

/**
 * Something of a table that stands against keeping it otherwise.
 *
 * @param what what it is, for people
 * @param next the step to take, with SQL to paste
 */
public record Obstacle(String what, String next) {
}
