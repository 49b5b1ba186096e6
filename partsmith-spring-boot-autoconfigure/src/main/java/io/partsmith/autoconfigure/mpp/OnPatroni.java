package io.partsmith.autoconfigure.mpp;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether somebody says where Patroni is. */
final class OnPatroni extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean written = Binder.get(context.getEnvironment())
			.bind("partsmith.patroni.groups", Bindable.mapOf(String.class, Object.class))
			.isBound();
		ConditionMessage.Builder message = ConditionMessage.forCondition("Patroni");
		return written ? ConditionOutcome.match(message.found("partsmith.patroni.groups").atAll())
				: ConditionOutcome.noMatch(message.didNotFind("partsmith.patroni.groups").atAll());
	}

}
