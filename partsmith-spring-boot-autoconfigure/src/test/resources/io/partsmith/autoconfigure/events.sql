--liquibase formatted sql

--changeset partsmith:1
CREATE TABLE events (at timestamptz NOT NULL) PARTITION BY RANGE (at);
