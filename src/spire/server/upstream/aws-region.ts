/** The region that an ARN says: `arn:<partition>:<service>:<region>:…`. */
export function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}
