import { refuseAny } from '../../trust/mesh-trust-error';
import {
  checkProps,
  instanceOf,
  integer,
  optional,
  port,
  record,
  type PropertyTable,
} from '../../trust/props';
import { SecretRef } from '../../trust/secret-ref';
import { Ttl } from '../../trust/ttl';

/** How the server uses a database that it shares with others. */
export interface SharedDatastoreOptions {
  /** Port of the database, which the NetworkPolicy opens. @default 5432 for PostgreSQL, 3306 for MySQL */
  readonly port?: number;
  /** Most connections that one server opens. @default 100 */
  readonly maxOpenConns?: number;
  /** Most connections that one server keeps open without use. @default 100 */
  readonly maxIdleConns?: number;
  /** How long a connection is used again. @default - without end */
  readonly connMaxLifetime?: Ttl;
}

/** `plugin_data` of the DataStore plugin `sql`. */
export interface DatastorePluginData {
  /** Kind of database. */
  readonly database_type: 'sqlite3' | 'postgres' | 'mysql';
  /** A path, or the variable that holds the connection string. */
  readonly connection_string: string;
  /** Most connections that one server opens. */
  readonly max_open_conns?: number;
  /** Most connections that one server keeps open without use. */
  readonly max_idle_conns?: number;
  /** How long a connection is used again, a Go duration. */
  readonly conn_max_lifetime?: string;
}

const CONNECTIONS = integer(1, 10_000);

const SHARED_DATASTORE: PropertyTable<{ secret: SecretRef; options: SharedDatastoreOptions }> = {
  secret: instanceOf(SecretRef, "SecretRef.of('spire-datastore', 'connection-string')"),
  options: record<SharedDatastoreOptions>({
    port: optional(port()),
    maxOpenConns: optional(CONNECTIONS),
    maxIdleConns: optional(CONNECTIONS),
    connMaxLifetime: optional(instanceOf(Ttl, 'Ttl.hours(1)')),
  }),
};

/**
 * Where the server keeps agents, registrations and bundles. Keys are never in it: they are in the
 * key manager.
 *
 * @see https://github.com/spiffe/spire/blob/v1.15.3/doc/plugin_server_datastore_sql.md
 */
export class Datastore {
  /** Environment variable from which SPIRE's `-expandEnv` takes the connection string. */
  public static readonly VARIABLE = 'SPIRE_DATASTORE_CONNECTION_STRING';
  /** Folder in which the server keeps what must outlive the Pod. */
  public static readonly DATA_FOLDER = '/run/spire/data';

  /** A file on the volume of the one server. */
  public static sqlite(): Datastore {
    return new Datastore('sqlite3', undefined, undefined, {});
  }

  /**
   * A PostgreSQL database that all servers share. The Secret is in the namespace of the server; its
   * value is `dbname=spire user=spire password=… host=… sslmode=verify-full`, without quotation
   * marks or backslashes, since it is put into a JSON text.
   *
   * @throws PropertyWrongType, PropertyOutOfRange, PropertyUnknown
   */
  public static postgres(secret: SecretRef, options: SharedDatastoreOptions = {}): Datastore {
    return Datastore.shared('postgres', 5432, secret, options);
  }

  /**
   * A MySQL database that all servers share. The Secret is in the namespace of the server; its value
   * is `spire:…@tcp(host:3306)/spire?parseTime=true`, without quotation marks or backslashes, since
   * it is put into a JSON text.
   *
   * @throws PropertyWrongType, PropertyOutOfRange, PropertyUnknown
   */
  public static mysql(secret: SecretRef, options: SharedDatastoreOptions = {}): Datastore {
    return Datastore.shared('mysql', 3306, secret, options);
  }

  private static shared(
    type: 'postgres' | 'mysql',
    defaultPort: number,
    secret: SecretRef,
    options: SharedDatastoreOptions,
  ): Datastore {
    refuseAny(checkProps(`Datastore.${type}`, { secret, options }, SHARED_DATASTORE));
    return new Datastore(type, secret, options.port ?? defaultPort, options);
  }

  private constructor(
    private readonly type: DatastorePluginData['database_type'],
    /** Where the connection string lies; a prerequisite of the environment. */
    public readonly secret: SecretRef | undefined,
    /** Port at which the database is reached over the network. */
    public readonly port: number | undefined,
    private readonly options: SharedDatastoreOptions,
  ) {}

  /** Whether several servers can work with it. */
  public get isShared(): boolean {
    return this.secret !== undefined;
  }

  /** `plugin_data` of the plugin `sql`. */
  public get pluginData(): DatastorePluginData {
    if (!this.isShared) {
      return {
        database_type: this.type,
        connection_string: `${Datastore.DATA_FOLDER}/datastore.sqlite3`,
      };
    }
    const { maxOpenConns, maxIdleConns, connMaxLifetime } = this.options;
    return {
      database_type: this.type,
      connection_string: `\${${Datastore.VARIABLE}}`,
      max_open_conns: maxOpenConns,
      max_idle_conns: maxIdleConns,
      conn_max_lifetime: connMaxLifetime?.toString(),
    };
  }

  /** The kind of database, for findings. */
  public toString(): string {
    return this.type;
  }
}
