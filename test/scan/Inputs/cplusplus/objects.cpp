// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Returned objects, arrays of objects, static variables, virtual destructors, pointers to methods.
#include "preamble.h"

struct Owner {
    explicit Owner(Ext *ext) : m_ext(ext), m_held(false)
    {
    }
    Owner(Owner &&other) : m_ext(other.m_ext), m_held(other.m_held)
    {
        other.m_held = false;
    }
    ~Owner()
    {
        if (m_held)
            VideoPortReleaseDeviceLock(m_ext);
    }
    Ext *m_ext;
    bool m_held;
};

static Owner Enter(Ext *ext, ULONG mode)
{
    Owner owner(ext);
    VideoPortAcquireDeviceLock(ext);
    owner.m_held = true;
    ext->Mode = mode;
    return owner;
}

void ReturnedLocal(Ext *ext)
{
    Owner owner = Enter(ext, 2);
    if (Ask())
        return;
    ext->Mode = 1;
}

static Owner EnterEither(Ext *ext)
{
    Owner none(nullptr);
    Owner owner(ext);
    VideoPortAcquireDeviceLock(ext);
    owner.m_held = true;
    if (Ask())
        return owner;
    VideoPortReleaseDeviceLock(ext);
    owner.m_held = false;
    return none;
}

void ReturnedEither(Ext *ext)
{
    Owner owner = EnterEither(ext);
    if (owner.m_held)
        VideoPortReleaseDeviceLock(ext);
} // expect: devlock-double-release

static Owner EnterOrNot(Ext *ext)
{
    if (Ask())
        return Owner(nullptr);
    Owner owner(ext);
    VideoPortAcquireDeviceLock(ext);
    owner.m_held = true;
    return owner;
}

void ReturnedOrNot(Ext *ext)
{
    Owner owner = EnterOrNot(ext);
    ext->Mode = 3;
}

void ArrayOfObjects(Ext *ext)
{
    Guard *guards = new Guard[1]{Guard(ext)};
    ext->Mode = 1;
    delete[] guards;
}

struct Item {
    Item()
    {
        value = 3;
    }
    ~Item()
    {
        value = 0;
    }
    ULONG value;
};

void ArrayOfUnknownSize(Ext *ext, ULONG count)
{
    VideoPortAcquireDeviceLock(ext);
    Item *items = new Item[count];
    ext->Mode = items[0].value;
    delete[] items;
    if (count == 4)
        return; // expect: devlock-missing-release
    VideoPortReleaseDeviceLock(ext);
}

void StaticItem(Ext *ext)
{
    static Item item;
    VideoPortAcquireDeviceLock(ext);
    item.value++;
    VideoPortReleaseDeviceLock(ext);
}

struct Base {
    virtual ~Base()
    {
    }
    virtual void Work();
    void Method(ULONG value);
    ULONG value;
};

void VirtualDelete(Ext *ext, Base *base)
{
    VideoPortAcquireDeviceLock(ext);
    delete base;
    VideoPortReleaseDeviceLock(ext);
    VideoPortReleaseDeviceLock(ext); // expect: devlock-double-release
}

void PointerToMethod(Ext *ext, Base *base, void (Base::*method)(ULONG))
{
    VideoPortAcquireDeviceLock(ext);
    if (!method)
        method = &Base::Method;
    (base->*method)(3);
    VideoPortReleaseDeviceLock(ext);
}

struct Aggregate : Item {
    Guard guard;
    ULONG more;
};

void ListOfBases(Ext *ext)
{
    Aggregate all{{}, Guard(ext), 4};
    ext->Mode = all.more;
}

struct Unnamed {
    explicit Unnamed(Ext *ext) : m_ext(ext), m_held(true)
    {
        VideoPortAcquireDeviceLock(m_ext);
    }
    ~Unnamed()
    {
        if (m_held)
            VideoPortReleaseDeviceLock(m_ext);
    }
    union {
        struct {
            ULONG m_other;
            Ext *m_ext;
        };
        ULONG m_raw[4];
    };
    bool m_held;
};

void MemberOfUnnamed(Ext *ext)
{
    Unnamed unnamed(ext);
    if (Ask())
        return;
    ext->Mode = 1;
}

static Ext *Next(Ext *ext)
{
    return static_cast<Ext *>(ext->Parent);
}

void ForWithDeclaration(Ext *ext)
{
    for (ULONG i = 0; Ext *each = Next(ext); i++) {
        Guard guard(each);
        if (i == 2)
            continue;
        if (Ask())
            break;
        each->Mode = i;
    }
    VideoPortAcquireDeviceLock(ext);
    VideoPortReleaseDeviceLock(ext);
}

struct Pair {
    Ext *ext;
    bool held;
};

void Parts(Ext *ext)
{
    Pair pair = {ext, ext->Busy != 0};
    auto [same, held] = pair;
    if (held)
        VideoPortAcquireDeviceLock(same);
    if (pair.held)
        VideoPortReleaseDeviceLock(ext);
}
