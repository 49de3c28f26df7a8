using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Holdfast.Tests.House;

/// <summary>The full names of all types that a type definition uses: bases, fields, signatures, locals and instructions.</summary>
internal sealed class TypeUses(MetadataReader metadata, PEReader file) : ISignatureTypeProvider<string, object?>
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public IEnumerable<string> Of(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        Entity(type.BaseType);
        foreach (var implemented in type.GetInterfaceImplementations())
        {
            Entity(metadata.GetInterfaceImplementation(implemented).Interface);
        }
        foreach (var field in type.GetFields())
        {
            metadata.GetFieldDefinition(field).DecodeSignature(this, null);
        }
        foreach (var methodHandle in type.GetMethods())
        {
            Method(metadata.GetMethodDefinition(methodHandle));
        }
        return _used;
    }

    private void Method(MethodDefinition method)
    {
        method.DecodeSignature(this, null);
        if (method.RelativeVirtualAddress == 0)
        {
            return;
        }
        var body = file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
        {
            metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(this, null);
        }
        // Every token that an instruction names is four bytes with the table in the highest; a false hit on an operand can only name a type of
        // this same module, so the scan is conservative.
        var il = body.GetILContent();
        for (var i = 0; i + 4 <= il.Length; i++)
        {
            var token = il[i] | (il[i + 1] << 8) | (il[i + 2] << 16) | (il[i + 3] << 24);
            if (i > 0 && IsTokenInstruction(il[i - 1], i > 1 ? il[i - 2] : (byte)0))
            {
                Token(token);
            }
        }
    }

    // call, callvirt, newobj, ldfld.., newarr, castclass, isinst, ldtoken, box, initobj, constrained, jmp, ldftn, sizeof (ECMA-335 III).
    private static bool IsTokenInstruction(byte code, byte before) =>
        code
            is 0x27
                or 0x28
                or 0x6F
                or 0x70
                or 0x71
                or 0x73
                or 0x74
                or 0x75
                or 0x79
                or (>= 0x7B and <= 0x81)
                or 0x8C
                or 0x8D
                or 0x8F
                or 0xA3
                or 0xA4
                or 0xA5
                or 0xD0
        || (before == 0xFE && code is 0x06 or 0x07 or 0x15 or 0x16 or 0x1C);

    private void Token(int token)
    {
        var table = (token >> 24) & 0xFF;
        var row = token & 0xFFFFFF;
        if (row == 0 || table > (int)TableIndex.MethodSpec || !MetadataTokens.TryGetTableIndex((HandleKind)table, out var index))
        {
            return;
        }
        if (row <= metadata.GetTableRowCount(index))
        {
            Entity(MetadataTokens.EntityHandle(token));
        }
    }

    private void Entity(EntityHandle handle)
    {
        switch (handle.IsNil ? (HandleKind)0xFF : handle.Kind)
        {
            case HandleKind.TypeReference:
                GetTypeFromReference(metadata, (TypeReferenceHandle)handle, 0);
                break;
            case HandleKind.TypeDefinition:
                GetTypeFromDefinition(metadata, (TypeDefinitionHandle)handle, 0);
                break;
            case HandleKind.TypeSpecification:
                metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null);
                break;
            case HandleKind.MemberReference:
                Entity(metadata.GetMemberReference((MemberReferenceHandle)handle).Parent);
                break;
            case HandleKind.MethodSpecification:
                Entity(metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method);
                break;
            case HandleKind.MethodDefinition:
                Entity(metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                Entity(metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            default:
                break;
        }
    }

    private string Use(string name)
    {
        _used.Add(name);
        return name;
    }

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        while (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            type = reader.GetTypeReference((TypeReferenceHandle)type.ResolutionScope);
        }
        return Use($"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}");
    }

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
        {
            type = reader.GetTypeDefinition(type.GetDeclaringType());
        }
        return Use($"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}");
    }

    public string GetTypeFromSpecification(MetadataReader reader, object? context, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, context);

    public string GetArrayType(string elementType, ArrayShape shape) => elementType;

    public string GetByReferenceType(string elementType) => elementType;

    public string GetFunctionPointerType(MethodSignature<string> signature) => signature.ReturnType;

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => genericType;

    public string GetGenericMethodParameter(object? context, int index) => "";

    public string GetGenericTypeParameter(object? context, int index) => "";

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetPinnedType(string elementType) => elementType;

    public string GetPointerType(string elementType) => elementType;

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "";

    public string GetSZArrayType(string elementType) => elementType;
}
