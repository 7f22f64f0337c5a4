namespace AdaptiveProvider.Architecture.Tests.PublicApi;

/// <summary>Types as C# writes them.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(char)] = "char",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    /// <summary>A type's name, with its namespace where that is asked for.</summary>
    public static string Of(Type type, bool full = false)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (type.IsPointer)
        {
            return Of(type.GetElementType()!) + "*";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying) + "?";
        }

        return type.IsGenericParameter ? type.Name : Keywords.TryGetValue(type, out string? keyword) ? keyword : Named(type, full);
    }

    private static string Named(Type type, bool full)
    {
        string name = type.Name.Split('`')[0];
        int outer = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        var arguments = type.GetGenericArguments().Skip(outer).Select(argument => Of(argument)).ToArray();
        string generic = arguments.Length > 0 ? $"<{string.Join(", ", arguments)}>" : "";
        string before = type.DeclaringType is { } declaring ? Named(declaring, full) + "." : full && type.Namespace is { } space ? space + "." : "";
        return before + name + generic;
    }
}
