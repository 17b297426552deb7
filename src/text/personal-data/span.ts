export type PersonalDataType =
  | "card"
  | "iban"
  | "national-id"
  | "driving-licence"
  | "email"
  | "phone"
  | "ip"
  | "secret"
  | "date-of-birth"
  | "address"
  | "person"
  | "organisation";

/** `text.slice(start, end)` is personal data of this type. */
export interface PersonalDataSpan {
  readonly type: PersonalDataType;
  readonly start: number;
  readonly end: number;
}
