package io.partsmith.archive;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.io.Resource;
import org.springframework.core.io.WritableResource;
import org.springframework.util.ReflectionUtils;

/**
 * An object that is being written. Stores make it when its stream is closed, so that this
 * happens only when all of it is there.
 */
final class ResourceUpload implements Upload {

	private static final Logger log = LoggerFactory.getLogger(ResourceUpload.class);

	private final WritableResource resource;

	private final OutputStream stored;

	private boolean ended;

	ResourceUpload(WritableResource resource) throws IOException {
		this.resource = resource;
		this.stored = resource.getOutputStream();
	}

	@Override
	public OutputStream out() {
		return new FilterOutputStream(this.stored) {

			@Override
			public void write(byte[] bytes, int from, int length) throws IOException {
				this.out.write(bytes, from, length);
			}

			@Override
			public void close() throws IOException {
				flush();
			}

		};
	}

	@Override
	public void complete() throws IOException {
		this.ended = true;
		this.stored.close();
	}

	@Override
	public Resource readBack() {
		return this.resource;
	}

	@Override
	public void publish() {
		// It has had its name since it was complete.
	}

	/**
	 * The stream is not closed, which would make half an object. What is complete cannot
	 * be taken away; the next attempt overwrites it.
	 */
	@Override
	public void abandon() {
		if (this.ended) {
			return;
		}
		this.ended = true;
		// Spring Cloud AWS has it, and keeps parts or a temporary file until then.
		Method abort = ReflectionUtils.findMethod(this.stored.getClass(), "abort");
		if (abort != null) {
			try {
				ReflectionUtils.makeAccessible(abort);
				ReflectionUtils.invokeMethod(abort, this.stored);
			}
			catch (RuntimeException ex) {
				log.debug("The upload of {} could not be aborted", this.resource, ex);
			}
		}
	}

}
