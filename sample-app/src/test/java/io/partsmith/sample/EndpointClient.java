package io.partsmith.sample;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.BodyContentSpec;

/**
 * Talks to the actuator as {@code curl} would.
 *
 * @param client the HTTP client
 */
record EndpointClient(RestTestClient client) {

	BodyContentSpec get(String path) {
		return get(path, HttpStatus.OK);
	}

	BodyContentSpec get(String path, HttpStatus expected) {
		return this.client.get().uri("/actuator" + path).exchange().expectStatus().isEqualTo(expected).expectBody();
	}

	BodyContentSpec post(String path, String action) {
		return post(path, action, HttpStatus.OK);
	}

	BodyContentSpec restore(String path, String partition) {
		return send(path, "{\"action\": \"restore\", \"partition\": \"%s\"}".formatted(partition), HttpStatus.OK);
	}

	BodyContentSpec post(String path, String action, HttpStatus expected) {
		return send(path, "{\"action\": \"%s\"}".formatted(action), expected);
	}

	private BodyContentSpec send(String path, String body, HttpStatus expected) {
		return this.client.post()
			.uri("/actuator" + path)
			.contentType(MediaType.APPLICATION_JSON)
			.body(body)
			.exchange()
			.expectStatus()
			.isEqualTo(expected)
			.expectBody();
	}

}
