package io.partsmith.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test on a real Citus: a coordinator and two workers. Each test method starts without
 * a table of ours; ask for the cluster by a parameter of type {@link CitusCluster}.
 * <p>
 * The cluster is the one that {@code PARTSMITH_TEST_CITUS_URL} names, the JDBC URL of the
 * coordinator, with those of its workers in {@code PARTSMITH_TEST_CITUS_WORKERS},
 * separated by commas; otherwise containers where Docker answers; otherwise these tests
 * are skipped, and say so. <strong>Everything in the schemas of that database is
 * dropped.</strong>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Tag("citus")
@ExtendWith(CitusExtension.class)
public @interface CitusTest {

}
