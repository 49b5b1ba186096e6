package io.partsmith.autoconfigure.endpoint;

/** What the overview says of a table, in JSON. */
sealed interface TableAnswer permits TableDescriptor, UnreadTableDescriptor {

}
