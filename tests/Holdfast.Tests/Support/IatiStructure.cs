namespace Holdfast.Tests.Support;

/// <summary>
/// The structure of IATI 2.03 for the elements that are written here (which follows which, which must be there, which attributes are needed), in our own words: not the official schema, which is
/// for its users to bring.
/// </summary>
internal static class IatiStructure
{
    private const string Common = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
          <xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="xml.xsd"/>
          <xs:element name="narrative">
            <xs:complexType><xs:simpleContent><xs:extension base="xs:string"><xs:attribute ref="xml:lang"/></xs:extension></xs:simpleContent></xs:complexType>
          </xs:element>
          <xs:complexType name="told"><xs:sequence><xs:element ref="narrative" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
          <xs:complexType name="coded"><xs:attribute name="code" type="xs:string" use="required"/></xs:complexType>
          <xs:complexType name="dated"><xs:attribute name="iso-date" type="xs:date" use="required"/></xs:complexType>
          <xs:complexType name="money">
            <xs:simpleContent><xs:extension base="xs:decimal">
              <xs:attribute name="currency" type="xs:string"/><xs:attribute name="value-date" type="xs:date" use="required"/>
            </xs:extension></xs:simpleContent>
          </xs:complexType>
        </xs:schema>
        """;

    private const string Names = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">
          <xs:attribute name="lang" type="xs:language"/>
        </xs:schema>
        """;

    private const string Activities = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
          <xs:include schemaLocation="iati-common.xsd"/>
          <xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="xml.xsd"/>
          <xs:complexType name="sector"><xs:complexContent><xs:extension base="told">
            <xs:attribute name="vocabulary" type="xs:string"/><xs:attribute name="code" type="xs:string" use="required"/>
          </xs:extension></xs:complexContent></xs:complexType>
          <xs:complexType name="reached"><xs:sequence><xs:element name="comment" type="told" minOccurs="0"/></xs:sequence>
            <xs:attribute name="value" type="xs:string"/></xs:complexType>
          <xs:element name="iati-activities"><xs:complexType>
            <xs:sequence><xs:element ref="iati-activity" maxOccurs="unbounded"/></xs:sequence>
            <xs:attribute name="version" type="xs:string" use="required"/>
            <xs:attribute name="generated-datetime" type="xs:dateTime"/>
          </xs:complexType></xs:element>
          <xs:element name="iati-activity"><xs:complexType>
            <xs:sequence>
              <xs:element name="iati-identifier" type="xs:string"/>
              <xs:element name="reporting-org"><xs:complexType><xs:complexContent><xs:extension base="told">
                <xs:attribute name="ref" type="xs:string" use="required"/><xs:attribute name="type" type="xs:string" use="required"/>
                <xs:attribute name="secondary-reporter" type="xs:boolean"/></xs:extension></xs:complexContent></xs:complexType></xs:element>
              <xs:element name="title" type="told"/>
              <xs:element name="description" maxOccurs="unbounded"><xs:complexType><xs:complexContent><xs:extension base="told">
                <xs:attribute name="type" type="xs:string"/></xs:extension></xs:complexContent></xs:complexType></xs:element>
              <xs:element name="participating-org" maxOccurs="unbounded"><xs:complexType><xs:complexContent><xs:extension base="told">
                <xs:attribute name="type" type="xs:string"/><xs:attribute name="role" type="xs:string" use="required"/></xs:extension></xs:complexContent></xs:complexType></xs:element>
              <xs:element name="activity-status" type="coded"/>
              <xs:element name="activity-date" maxOccurs="unbounded"><xs:complexType>
                <xs:attribute name="type" type="xs:string" use="required"/><xs:attribute name="iso-date" type="xs:date" use="required"/></xs:complexType></xs:element>
              <xs:element name="recipient-country" type="coded" minOccurs="0" maxOccurs="unbounded"/>
              <xs:element name="sector" type="sector" minOccurs="0" maxOccurs="unbounded"/>
              <xs:element name="budget" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
                <xs:element name="period-start" type="dated"/><xs:element name="period-end" type="dated"/><xs:element name="value" type="money"/></xs:sequence>
                <xs:attribute name="type" type="xs:string"/><xs:attribute name="status" type="xs:string"/></xs:complexType></xs:element>
              <xs:element name="transaction" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
                <xs:element name="transaction-type" type="coded"/><xs:element name="transaction-date" type="dated"/><xs:element name="value" type="money"/>
                <xs:element name="description" type="told" minOccurs="0"/><xs:element name="provider-org" type="told" minOccurs="0"/>
                <xs:element name="receiver-org" type="told" minOccurs="0"/><xs:element name="sector" type="sector" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
                <xs:attribute name="ref" type="xs:string"/><xs:attribute name="humanitarian" type="xs:boolean"/></xs:complexType></xs:element>
              <xs:element name="legacy-data" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
                <xs:attribute name="name" type="xs:string" use="required"/><xs:attribute name="value" type="xs:string" use="required"/></xs:complexType></xs:element>
              <xs:element name="conditions" minOccurs="0"><xs:complexType><xs:attribute name="attached" type="xs:boolean" use="required"/></xs:complexType></xs:element>
              <xs:element name="result" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
                <xs:element name="title" type="told"/>
                <xs:element name="indicator" maxOccurs="unbounded"><xs:complexType><xs:sequence>
                  <xs:element name="title" type="told"/>
                  <xs:element name="period" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
                    <xs:element name="period-start" type="dated"/><xs:element name="period-end" type="dated"/>
                    <xs:element name="target" type="reached" minOccurs="0" maxOccurs="unbounded"/><xs:element name="actual" type="reached" minOccurs="0" maxOccurs="unbounded"/>
                  </xs:sequence></xs:complexType></xs:element></xs:sequence>
                  <xs:attribute name="measure" type="xs:string" use="required"/><xs:attribute name="ascending" type="xs:boolean"/>
                  <xs:attribute name="aggregation-status" type="xs:boolean"/></xs:complexType></xs:element></xs:sequence>
                <xs:attribute name="type" type="xs:string" use="required"/><xs:attribute name="aggregation-status" type="xs:boolean"/></xs:complexType></xs:element>
            </xs:sequence>
            <xs:attribute ref="xml:lang"/>
            <xs:attribute name="humanitarian" type="xs:boolean"/>
          </xs:complexType></xs:element>
        </xs:schema>
        """;

    public static void Write(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "iati-activities-schema.xsd"), Activities);
        File.WriteAllText(Path.Combine(folder, "iati-common.xsd"), Common);
        File.WriteAllText(Path.Combine(folder, "xml.xsd"), Names);
    }
}
