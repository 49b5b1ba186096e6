package io.partsmith.mpp;

import java.util.List;
import java.util.Map;

/** Does nothing, at no cost. */
public final class NullMppHandler extends NullMpp implements MppHandler {

	/**
	 * A handler.
	 * @param reasons as {@link NullMpp#reasons()}
	 */
	public NullMppHandler(List<String> reasons) {
		super(reasons);
	}

	@Override
	public void adjustPostgresSettings(Map<String, Object> settings) {
	}

	@Override
	public void bootstrap() {
	}

	@Override
	public void handleEvent(MppCluster cluster, MppEvent event) {
	}

	@Override
	public boolean ignoreReplicationSlot(ReplicationSlot slot) {
		return false;
	}

	@Override
	public void onDemote() {
	}

	@Override
	public void scheduleCacheRebuild() {
	}

	@Override
	public void syncMetaData(MppCluster cluster) {
	}

	@Override
	public void close() {
	}

}
