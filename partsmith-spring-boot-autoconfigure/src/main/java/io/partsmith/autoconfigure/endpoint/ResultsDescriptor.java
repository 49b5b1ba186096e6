package io.partsmith.autoconfigure.endpoint;

import java.util.Map;

/**
 * What a run over every table did, in JSON.
 *
 * @param results the results by the tables' ids
 */
record ResultsDescriptor(Map<String, ResultDescriptor> results) {
}
