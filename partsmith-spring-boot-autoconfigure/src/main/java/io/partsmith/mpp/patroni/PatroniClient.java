package io.partsmith.mpp.patroni;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;

import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Asks Patroni's REST API, by GET alone: other methods are answered by the health of the
 * member, whatever the path. Any member of a group answers for the whole group.
 */
final class PatroniClient {

	private final RestClient client;

	private final List<URI> members;

	/** The member that answered last is asked first. */
	private int first;

	PatroniClient(List<URI> members, Duration timeout) {
		HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(timeout).build();
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http);
		requests.setReadTimeout(timeout);
		this.client = RestClient.builder().requestFactory(requests).build();
		this.members = List.copyOf(members);
	}

	/** The first answer of any member. Never throws. */
	GroupState ask() {
		String why = "no URL is configured";
		for (int i = 0; i < this.members.size(); i++) {
			int at = (this.first + i) % this.members.size();
			URI uri = this.members.get(at).resolve("cluster");
			try {
				String body = this.client.get().uri(uri).retrieve().body(String.class);
				GroupState.Known state = ClusterJson.read((body != null) ? body : "");
				this.first = at;
				return state;
			}
			catch (RestClientException | IllegalArgumentException ex) {
				why = uri + ": " + ex.getMessage();
			}
		}
		return new GroupState.Unknown(why);
	}

}
