package io.partsmith.autoconfigure.endpoint;

import java.util.Map;

/**
 * Every table, in JSON.
 *
 * @param mode how much a run may do
 * @param tables the tables by their ids
 */
record TablesDescriptor(String mode, Map<String, TableAnswer> tables) {
}
