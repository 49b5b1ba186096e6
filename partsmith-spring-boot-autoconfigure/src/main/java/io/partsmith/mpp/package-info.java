/**
 * Massively parallel PostgreSQL: what a node is, and what is done where it changes. The
 * contract is the one by which Patroni speaks to such clusters, member by member:
 * <ul>
 * <li>{@code AbstractMPP} is {@link io.partsmith.mpp.Mpp}, {@code AbstractMPPHandler} is
 * {@link io.partsmith.mpp.MppHandler}; {@code Null} and {@code NullHandler} are
 * {@link io.partsmith.mpp.NullMpp} and {@link io.partsmith.mpp.NullMppHandler};
 * <li>{@code validate_config}, which is static there, belongs to the
 * {@link io.partsmith.mpp.MppProvider}, and answers with the reason in place of
 * {@code False};
 * <li>{@code iter_mpp_classes} and {@code get_mpp} are those of
 * {@link io.partsmith.mpp.Mpps}; {@code get_handler_impl} is
 * {@link io.partsmith.mpp.Mpp#handler}.
 * </ul>
 */
@NullMarked
package io.partsmith.mpp;

import org.jspecify.annotations.NullMarked;
