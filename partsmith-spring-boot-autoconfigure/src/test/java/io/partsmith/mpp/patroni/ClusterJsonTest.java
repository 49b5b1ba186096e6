package io.partsmith.mpp.patroni;

import java.util.List;

import io.partsmith.mpp.MppCluster.Member;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Answers as they were seen. */
class ClusterJsonTest {

	static final String VERSION_3 = """
			{"members": [
			 {"name": "p1", "role": "leader", "state": "running", "api_url": "http://127.0.0.1:8008/patroni",
			  "host": "127.0.0.1", "port": 55600, "timeline": 1},
			 {"name": "p2", "role": "replica", "state": "running", "api_url": "http://127.0.0.1:8009/patroni",
			  "host": "127.0.0.1", "port": 55601, "timeline": 1, "lag": 0}]}""";

	private static final String VERSION_4 = """
			{"members": [
			 {"name": "c1", "role": "leader", "state": "running", "api_url": "http://127.0.0.1:8010/patroni",
			  "host": "127.0.0.1", "port": 55610, "timeline": 3},
			 {"name": "c2", "role": "quorum_standby", "state": "streaming", "api_url": "http://127.0.0.1:8011/patroni",
			  "host": "127.0.0.1", "port": 55611, "timeline": 3, "receive_lag": "unknown", "receive_lsn": "0/3004C08",
			  "lag": "unknown", "lsn": "unknown", "tags": {"noloadbalance": true}, "pending_restart": true},
			 {"name": "c3", "role": "replica", "state": "start failed", "tags": {"clonefrom": true}}],
			 "scope": "farm", "pause": true, "scheduled_switchover": {"at": "2026-11-20T22:52:46+00:00", "from": "c1"}}""";

	@Test
	void bothVersionsAreRead() { // M56
		GroupState.Known old = ClusterJson.read(VERSION_3);
		assertThat(old.leader()).isEqualTo("p1");
		assertThat(old.running()).isTrue();
		assertThat(old.timeline()).isOne();
		assertThat(old.members()).containsExactly(new Member("p1", "127.0.0.1", 55600, true, true),
				new Member("p2", "127.0.0.1", 55601, true, true));
		GroupState.Known present = ClusterJson.read(VERSION_4);
		assertThat(present.leader()).isEqualTo("c1");
		assertThat(present.timeline()).isEqualTo(3);
		assertThat(present.members()).containsExactly(new Member("c1", "127.0.0.1", 55610, true, true),
				new Member("c2", "127.0.0.1", 55611, true, false), new Member("c3", null, 5432, false, true));
	}

	@Test
	void aClusterWithoutLeaderIsNormal() { // M55
		assertThat(ClusterJson.read("{\"members\": []}")).isEqualTo(new GroupState.Known(null, false, null, List.of()));
		assertThat(ClusterJson.read(VERSION_3.replace("\"leader\"", "\"replica\"")).leader()).isNull();
		assertThat(ClusterJson.read(VERSION_3.replace("\"leader\"", "\"standby_leader\"")).leader()).isNull();
		assertThat(ClusterJson.read(VERSION_3.replaceFirst("running", "stopping")).running()).isFalse();
	}

	@Test
	void whatIsNoAnswerIsRefused() {
		for (String body : List.of("", "<html>", "[]", "{}", "{\"members\": 1}")) {
			assertThatIllegalArgumentException().isThrownBy(() -> ClusterJson.read(body));
		}
	}

}
