import { Datastore } from '../../../src/spire/server/datastore';
import { SecretRef } from '../../../src/trust/secret-ref';
import { Ttl } from '../../../src/trust/ttl';
import { refusalOf } from '../../support/refusals';

const SECRET = SecretRef.of('spire-datastore', 'connection-string');

describe('Datastore', () => {
  it('is a file on the volume of the server with SQLite, which nobody shares', () => {
    expect(Datastore.sqlite().isShared).toBe(false);
    expect(Datastore.sqlite().pluginData).toEqual({
      database_type: 'sqlite3',
      connection_string: '/run/spire/data/datastore.sqlite3',
    });
  });

  it('takes the connection string of PostgreSQL from a variable, never from the model', () => {
    const datastore = Datastore.postgres(SECRET);
    expect(datastore.isShared).toBe(true);
    expect(datastore.port).toBe(5432);
    expect(datastore.pluginData).toMatchObject({
      database_type: 'postgres',
      connection_string: '${SPIRE_DATASTORE_CONNECTION_STRING}',
    });
  });

  it('passes on the limits of connections', () => {
    const datastore = Datastore.mysql(SECRET, {
      maxOpenConns: 20,
      maxIdleConns: 5,
      connMaxLifetime: Ttl.minutes(30),
    });
    expect(datastore.port).toBe(3306);
    expect(datastore.pluginData).toMatchObject({
      database_type: 'mysql',
      max_open_conns: 20,
      max_idle_conns: 5,
      conn_max_lifetime: '30m',
    });
  });

  it('fails when the secret is a text', () => {
    expect(refusalOf(() => Datastore.postgres('dbname=spire password=x' as never))).toMatchObject([
      { code: 'PropertyWrongType', path: 'Datastore.postgres' },
    ]);
  });
});
