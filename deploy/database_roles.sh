#!/bin/sh
# database_roles.sh NAME: two roles and a database on this machine's PostgreSQL. NAME_owner owns
# the tables and their guards and migrates; NAME serves, and can neither drop, alter nor empty
# what it reads and writes. What NAME owned before becomes NAME_owner's. Run it as the server's
# superuser; safe to run twice. Passwords are set afterwards, by psql's \password.
set -eu
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --set=name="${1:-portal}" \
  --dbname="${PGDATABASE:-postgres}" <<'SQL'
\set owner :name _owner
SELECT format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE', role)
FROM unnest(ARRAY[:'name', :'owner']) AS role
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec
SELECT format('CREATE DATABASE %I OWNER %I ENCODING ''UTF8'' TEMPLATE template0', :'name', :'owner')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
ALTER DATABASE :"name" OWNER TO :"owner";
\connect :"name"
REASSIGN OWNED BY :"name" TO :"owner";
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO :"owner";
SQL
