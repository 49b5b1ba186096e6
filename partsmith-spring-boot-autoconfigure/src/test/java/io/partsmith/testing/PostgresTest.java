package io.partsmith.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test on a real PostgreSQL. The class gets a database of its own, which its nested
 * classes share, and each test method starts from an empty {@code public} schema: what
 * {@code @BeforeAll} created is gone by then. Ask for the database by a parameter of type
 * {@link PostgresDatabase}.
 * <p>
 * System property {@code partsmith.test.postgres} chooses the major version, 18 by
 * default. The server is the one that {@code TEST_PG_URL} names, a system property or an
 * environment variable; otherwise a container where Docker answers; otherwise an embedded
 * one. Classes that create no roles may run at the same time, the methods of one class
 * may not.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Tag("postgres")
@ExtendWith(PostgresExtension.class)
public @interface PostgresTest {

}
