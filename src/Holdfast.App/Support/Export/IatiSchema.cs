using System.Collections.Immutable;
using System.Xml;
using System.Xml.Schema;
using Holdfast.Core.Values;

namespace Holdfast.App.Support.Export;

/// <summary>
/// The official schemas from a folder that the user gives: <c>iati-activities-schema.xsd</c> with <c>iati-common.xsd</c> and <c>xml.xsd</c> beside it, as the IATI Secretariat publishes them.
/// Nothing is fetched: what a schema includes must stand in the same folder.
/// </summary>
public sealed class IatiSchema
{
    public const string FileName = "iati-activities-schema.xsd";
    private const int Most = 1_000;
    private readonly XmlSchemaSet _set;

    private IatiSchema(XmlSchemaSet set) => _set = set;

    /// <summary>Throws <see cref="InvalidDataException"/> naming the file and the place where a schema is missing or is none.</summary>
    public static IatiSchema Load(string folder)
    {
        var path = Path.Combine(Path.GetFullPath(folder), FileName);
        if (!File.Exists(path))
        {
            throw new InvalidDataException(
                $"{folder} has no {FileName}. Take it, iati-common.xsd and xml.xsd of version {IatiCodes.Version} from the IATI Secretariat and put them into one folder."
            );
        }
        var beside = new FolderResolver(Path.GetDirectoryName(path) ?? ".");
        try
        {
            var set = new XmlSchemaSet { XmlResolver = beside };
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null };
            using var reader = XmlReader.Create(path, settings);
            set.Add(null, reader);
            // A part that is missing is a warning to the library and would only show as a type that nobody defines.
            return beside.Missing is null && Compiled(set) && beside.Missing is null
                ? new IatiSchema(set)
                : throw Incomplete(beside.Missing);
        }
        catch (XmlSchemaException) when (beside.Missing is not null)
        {
            throw Incomplete(beside.Missing);
        }
        catch (XmlSchemaException problem)
        {
            throw new InvalidDataException(
                $"{Path.GetFileName(problem.SourceUri ?? path)}:{problem.LineNumber}:{problem.LinePosition}: {problem.Message}",
                problem
            );
        }
        catch (XmlException problem)
        {
            throw new InvalidDataException(
                $"{Path.GetFileName(problem.SourceUri ?? path)}:{problem.LineNumber}:{problem.LinePosition}: {problem.Message}",
                problem
            );
        }
    }

    private static bool Compiled(XmlSchemaSet set)
    {
        set.Compile();
        return set.IsCompiled;
    }

    private static InvalidDataException Incomplete(string? missing) =>
        new($"The schema names {missing ?? "a part"}; it must stand beside it in the folder, nothing is fetched.");

    /// <summary>Every place at which the file is not as the schema says, the first thousand of them. Empty where it is valid.</summary>
    public ImmutableArray<IatiFinding> Validate(Stream file)
    {
        var found = ImmutableArray.CreateBuilder<IatiFinding>();
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            ValidationType = ValidationType.Schema,
            Schemas = _set,
            ValidationFlags = XmlSchemaValidationFlags.ReportValidationWarnings | XmlSchemaValidationFlags.ProcessIdentityConstraints,
        };
        settings.ValidationEventHandler += (_, e) =>
        {
            if (found.Count < Most)
            {
                found.Add(
                    new IatiFinding(
                        e.Severity == XmlSeverityType.Error ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
                        "schema",
                        e.Exception.LineNumber,
                        e.Exception.LinePosition,
                        "",
                        e.Message
                    )
                );
            }
        };
        try
        {
            using var reader = XmlReader.Create(file, settings);
            while (reader.Read()) { }
        }
        catch (XmlException problem)
        {
            found.Add(new IatiFinding(DiagnosticSeverity.Error, "not-xml", problem.LineNumber, problem.LinePosition, "", problem.Message));
        }
        return found.ToImmutable();
    }

    /// <summary>Gives out files of one folder and nothing else.</summary>
    private sealed class FolderResolver(string folder) : XmlUrlResolver
    {
        /// <summary>The first file that was asked for and is not there.</summary>
        public string? Missing { get; private set; }

        public override object? GetEntity(Uri absoluteUri, string? role, Type? ofObjectToReturn)
        {
            var path = absoluteUri.IsFile ? absoluteUri.LocalPath : "";
            if (Path.GetDirectoryName(path) == folder && File.Exists(path))
            {
                return File.OpenRead(path);
            }
            Missing ??= absoluteUri.IsFile ? Path.GetFileName(path) : absoluteUri.ToString();
            throw new XmlException($"{absoluteUri} is not in the folder.");
        }
    }
}
