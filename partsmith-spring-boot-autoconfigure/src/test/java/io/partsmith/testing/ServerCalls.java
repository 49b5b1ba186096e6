package io.partsmith.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

import javax.sql.DataSource;

import net.ttddyy.dsproxy.listener.MethodExecutionContext;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;

/**
 * Tells of each call that goes to the server, just before and just after it. Those of
 * other threads than the one that asked are passed over: when they come is chance.
 */
public final class ServerCalls {

	private static final Set<String> SENT = Set.of("commit", "rollback", "setSavepoint", "isValid");

	private final Thread thread = Thread.currentThread();

	private int number;

	private ServerCalls() {
	}

	/**
	 * Connections under observation.
	 * @param source where they come from
	 * @param witness is told of each call; what it throws is what the call throws
	 * @return a data source
	 */
	public static DataSource told(DataSource source, Witness witness) {
		ServerCalls calls = new ServerCalls();
		return ProxyDataSourceBuilder.create(source).beforeMethod((method) -> {
			if (calls.isCall(method)) {
				calls.number++;
				calls.tell(method, witness::before);
			}
		}).afterMethod((method) -> {
			if (calls.isCall(method)) {
				calls.tell(method, witness::after);
			}
		}).build();
	}

	private boolean isCall(MethodExecutionContext method) {
		String name = method.getMethod().getName();
		return Thread.currentThread() == this.thread && (name.startsWith("execute") || SENT.contains(name));
	}

	private void tell(MethodExecutionContext method, Telling telling) {
		try {
			telling.tell(new Call(this.number, sql(method), connection(method.getTarget())));
		}
		catch (SQLException ex) {
			sneak(ex);
		}
	}

	/** The methods of JDBC declare it, but those of the listener do not. */
	@SuppressWarnings("unchecked")
	private static <X extends Throwable> void sneak(Throwable ex) throws X {
		throw (X) ex;
	}

	private static String sql(MethodExecutionContext method) {
		String name = method.getMethod().getName();
		if (SENT.contains(name)) {
			return name;
		}
		Object[] arguments = method.getMethodArgs();
		return String.valueOf((arguments != null && arguments.length > 0) ? arguments[0] : method.getTarget());
	}

	private static Connection connection(Object target) throws SQLException {
		return (target instanceof Connection own) ? own : ((Statement) target).getConnection();
	}

	/**
	 * A call that goes to the server.
	 *
	 * @param number counts the calls from 1
	 * @param sql the statement, or the method of one that has none
	 * @param connection the connection, past all proxies
	 */
	public record Call(int number, String sql, Connection connection) {
	}

	/** Is told of calls. */
	public interface Witness {

		/**
		 * It is about to be sent.
		 * @param call the call
		 * @throws SQLException thrown in place of it
		 */
		default void before(Call call) throws SQLException {
		}

		/**
		 * It was answered.
		 * @param call the call
		 * @throws SQLException thrown in place of the answer
		 */
		default void after(Call call) throws SQLException {
		}

	}

	@FunctionalInterface
	private interface Telling {

		void tell(Call call) throws SQLException;

	}

}
